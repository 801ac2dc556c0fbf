"""What the keeper does for the folder it works in: logs that stay short, and a word when the disk is full."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

EVERY_S = 10.0  # between two looks at the logs; at the disk it looks each time
LONGEST_LOG_BYTES = 10 * 1024 * 1024
# PostgreSQL takes 16 MB at once for its log of changes.
LEAST_FREE_BYTES = 20 * 1024 * 1024
# A full disk has room again from here on, so that a file that comes and goes does not start parts anew each time.
ENOUGH_FREE_BYTES = 30 * 1024 * 1024
# A file of the run folder while there is room: nginx keeps answers only then, since one that it cannot write is lost.
ROOM = "room"

DISK_FULL = "The disk is full: nothing can be ordered until there is room again. Free some; the shop goes on by itself."


@dataclass(slots=True)
class Housekeeping:
    logs: Path
    room: Path
    every_s: float = EVERY_S
    _looked_at: float = 0.0

    def look(self) -> bool:
        """Whether the disk is full, which `room` says too."""
        if time.monotonic() - self._looked_at >= self.every_s:
            self._looked_at = time.monotonic()
            for log in self.logs.glob("*.log"):
                with contextlib.suppress(OSError):
                    shorten(log)
        was_full = not self.room.exists()
        full = is_full(self.logs, ENOUGH_FREE_BYTES if was_full else LEAST_FREE_BYTES)
        if full:
            self.room.unlink(missing_ok=True)
        elif was_full:
            self.room.touch()
        return full


def is_full(folder: Path, least: int = LEAST_FREE_BYTES) -> bool:
    return shutil.disk_usage(folder).free < least


def shorten(log: Path, longest: int = LONGEST_LOG_BYTES) -> None:
    """Keeps one older file beside a log that grew too long. Its writer appends, so it goes on in the same file."""
    size = log.stat().st_size
    if size <= longest:
        return
    older = log.with_suffix(".log.1")
    older.unlink(missing_ok=True)
    try:
        with log.open("rb") as long:
            long.seek(size - longest)
            older.write_bytes(long.read(longest))
    except OSError:  # no room for a copy: the shop is worth more than what it said
        older.unlink(missing_ok=True)
    os.truncate(log, 0)
