"""What a person asks of a running keeper: an empty file for each part that is to start anew, or to stop."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path


class Request(StrEnum):
    RESTART = "restart"
    STOP = "stop"


def ask(run: Path, request: Request, part: str) -> None:
    folder = run / request
    folder.mkdir(exist_ok=True)
    (folder / part).touch()


def asked(run: Path) -> Iterator[tuple[Request, str]]:
    """Each is told once."""
    for request in Request:
        folder = run / request
        for file in sorted(folder.iterdir()) if folder.is_dir() else []:
            file.unlink(missing_ok=True)
            yield request, file.name
