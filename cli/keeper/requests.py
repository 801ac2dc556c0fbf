"""What a person asks of a running keeper: a file for each part that is to start anew, or to stop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from local.files import write_whole


class Request(StrEnum):
    RESTART = "restart"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Asked:
    request: Request
    name: str  # of a part, or of one of its instances
    source: Path | None = None  # the checkout that it is started from, where that is not the shop's own


def ask(run: Path, request: Request, name: str, source: Path | None = None) -> None:
    folder = run / request
    folder.mkdir(exist_ok=True)
    if source is None:
        (folder / name).touch()  # also where the disk has no room
    else:
        write_whole(folder / name, str(source))


def asked(run: Path) -> Iterator[Asked]:
    """Each is told once."""
    for request in Request:
        folder = run / request
        for file in sorted(folder.glob("[!.]*")) if folder.is_dir() else []:
            source = file.read_text("utf-8")
            file.unlink(missing_ok=True)
            yield Asked(request, file.name, Path(source) if source else None)
