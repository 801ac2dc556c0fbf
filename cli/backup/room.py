"""A disk that becomes full is told as that, whoever met it."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterable
from pathlib import Path

from cli.refusals import Refusal

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
SAID = "No space left on device"


def full(place: Path, log: Iterable[str] = ()) -> Refusal:
    return Refusal(
        f"The disk of {place} became full.",
        "Make room, then run the same command again; what there was of this one is removed.",
        list(log),
    )


def is_of_a_full_disk(said: Iterable[str]) -> bool:
    return any(SAID in line for line in said)


def copy_folder(source: Path, into: Path) -> None:
    """The first file that finds no room ends it: copytree would try all others, and forget why."""
    shutil.copytree(source, into, symlinks=True, copy_function=copy_file)


def copy_file(source: str | Path, into: str | Path) -> str:
    """Its own error names the file that is read, whose disk may have room."""
    try:
        return str(shutil.copy2(source, into))
    except OSError as error:
        if error.errno in NO_ROOM:
            raise full(Path(into).parent) from error
        raise
