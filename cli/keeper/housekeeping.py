"""What the keeper does for the folder it works in: logs that stay short, and a word when the disk is full."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

EVERY_S = 10.0
LONGEST_LOG_BYTES = 10 * 1024 * 1024
# PostgreSQL takes 16 MB at once for its log of changes.
LEAST_FREE_BYTES = 20 * 1024 * 1024

DISK_FULL = "The disk is full: nothing can be ordered until there is room again. Free some; the shop goes on by itself."


@dataclass(slots=True)
class Housekeeping:
    logs: Path
    every_s: float = EVERY_S
    _looked_at: float = 0.0

    def look(self) -> bool | None:
        """Whether the disk is full; None when it is not yet time to look."""
        if time.monotonic() - self._looked_at < self.every_s:
            return None
        self._looked_at = time.monotonic()
        for log in self.logs.glob("*.log"):
            with contextlib.suppress(OSError):
                shorten(log)
        return is_full(self.logs)


def is_full(folder: Path) -> bool:
    return shutil.disk_usage(folder).free < LEAST_FREE_BYTES


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
