"""What a person asks of a running keeper: an empty file for each part that is to start anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def ask_restart(run: Path, part: str) -> None:
    folder = _folder(run)
    folder.mkdir(exist_ok=True)
    (folder / part).touch()


def restarts_asked(run: Path) -> Iterator[str]:
    """Each is told once."""
    folder = _folder(run)
    for file in sorted(folder.iterdir()) if folder.is_dir() else []:
        file.unlink(missing_ok=True)
        yield file.name


def _folder(run: Path) -> Path:
    return run / "restart"
