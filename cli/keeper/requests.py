"""What is asked of a running keeper: a file for each part that is to start anew, stop, have other builds or be lent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from local.files import write_whole


class Request(StrEnum):
    RESTART = "restart"
    STOP = "stop"
    LEND = "lend"  # its address, over a socket of this name
    TRY = "try"  # these builds of a zone and none besides, while whoever asks decides on them
    SERVE = "serve"  # the same, decided


@dataclass(frozen=True, slots=True)
class Asked:
    request: Request
    name: str  # of a part, or of one of its instances
    told: str = ""

    @property
    def source(self) -> Path | None:
        """The checkout that it is started from, where that is not the shop's own."""
        return Path(self.told) if self.told else None

    @property
    def place(self) -> str:
        return self.told

    @property
    def builds(self) -> list[str]:
        return self.told.split()


def ask(run: Path, request: Request, name: str, told: str = "") -> None:
    folder = run / request
    folder.mkdir(exist_ok=True)
    if told:
        write_whole(folder / name, told)
    else:
        (folder / name).touch()  # also where the disk has no room


def asked(run: Path) -> Iterator[Asked]:
    """Each is told once, what was asked last comes last; of one moment a zone is decided on after what was tried."""
    files = [file for request in Request for file in sorted((run / request).glob("[!.]*"))]
    for file in sorted(files, key=lambda file: file.stat().st_mtime_ns):
        told = file.read_text("utf-8")
        file.unlink(missing_ok=True)
        yield Asked(Request(file.parent.name), file.name, told)
