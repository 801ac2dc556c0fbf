"""Writing a file so that whoever reads it finds the old content or the new, whatever ends the writer."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path


def write_whole(file: Path, content: str | bytes, mode: int = 0o644) -> None:
    """Beside it, to the disk, then in its place; when that fails the old file stands as it was."""
    data = content.encode() if isinstance(content, str) else content
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.new")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(descriptor)
        unfinished.replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise


def put_in_place(made: Path, place: Path) -> None:
    """A whole folder instead of an older one; interrupted at any moment, a part of a folder never stands there."""
    old = place.with_name(f"{place.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    made.rename(place)
    shutil.rmtree(old, ignore_errors=True)
