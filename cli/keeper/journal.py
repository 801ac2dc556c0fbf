"""What the keeper says: to the terminal that started it, to the state file that others read, and of logs."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from local.files import write_whole

LONGEST_LOG_BYTES = 10 * 1024 * 1024


@dataclass(slots=True)
class Journal:
    state_file: Path
    facts: dict[str, Any] = field(default_factory=dict)
    terminal: socket.socket | None = None
    phase: str = "starting"
    started_at: float = field(default_factory=time.time)

    def tell(self, event: str, **facts: Any) -> None:
        if self.terminal is None:
            return
        line = json.dumps({"event": event, **facts}) + "\n"
        with contextlib.suppress(OSError):  # the terminal may be gone, the shop goes on
            self.terminal.sendall(line.encode())

    def save(self, parts: list[dict[str, Any]]) -> None:
        state = {
            "keeper": os.getpid(),
            "phase": self.phase,
            "started_at": self.started_at,
            **self.facts,
            "parts": parts,
        }
        write_whole(self.state_file, json.dumps(state, indent=2) + "\n")


def last_lines(log: Path, most: int = 15) -> list[str]:
    if not log.exists():
        return []
    with log.open(encoding="utf-8", errors="replace") as lines:
        return [line.rstrip("\n") for line in deque(lines, maxlen=most)]


def shorten(log: Path, longest: int = LONGEST_LOG_BYTES) -> None:
    """Keeps one older file beside a log that grew too long. Its writer appends, so it goes on in the same file."""
    if log.stat().st_size <= longest:
        return
    older = log.with_suffix(".log.1")
    older.write_bytes(log.read_bytes()[-longest:])
    os.truncate(log, 0)
