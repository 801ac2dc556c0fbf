"""Pictures are written once under a name of their own, so one folder serves all back-ups."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cli.backup.room import copy_file

UNFINISHED = ".*.new"


@dataclass(frozen=True, slots=True)
class Copied:
    names: list[str]
    new: int


def copy_media(source: Path, into: Path) -> Copied:
    """What is there already stays; a file that its shop removed meanwhile is none of it any more."""
    names: list[str] = []
    new = 0
    for file in sorted(source.rglob("*")):
        name = str(file.relative_to(source))
        target = into / name
        if file.match(UNFINISHED):
            continue
        try:
            if not file.is_file():
                continue
            if not target.exists() or target.stat().st_size != file.stat().st_size:
                _copy(file, target)
                new += 1
        except FileNotFoundError:
            continue
        names.append(name)
    return Copied(names, new)


def _copy(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        copy_file(file, unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def size_of(folder: Path) -> int:
    total = 0
    for path, _, files in os.walk(folder):
        for name in files:
            try:
                total += os.lstat(os.path.join(path, name)).st_size
            except FileNotFoundError:  # a living shop's
                continue
    return total
