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

# The file is this long from the start, so that it can be written over when the disk has no room for another.
STATE_BYTES = 32 * 1024


@dataclass(slots=True)
class Journal:
    state_file: Path
    facts: dict[str, Any] = field(default_factory=dict)
    terminal: socket.socket | None = None
    phase: str = "starting"
    started_at: float = field(default_factory=time.time)
    disk_full: bool = False
    trouble: str = ""

    def tell(self, event: str, **facts: Any) -> None:
        if self.terminal is None:
            return
        line = json.dumps({"event": event, **facts}) + "\n"
        with contextlib.suppress(OSError):  # the terminal may be gone, the shop goes on
            self.terminal.sendall(line.encode())

    def save(self, parts: list[dict[str, Any]]) -> None:
        """The shop goes on when this fails."""
        state = {
            "keeper": os.getpid(),
            "phase": self.phase,
            "started_at": self.started_at,
            "disk_full": self.disk_full,
            "trouble": self.trouble,
            **self.facts,
            "parts": parts,
        }
        content = json.dumps(state, indent=2).encode().ljust(STATE_BYTES - 1) + b"\n"
        try:
            write_whole(self.state_file, content)
        except OSError:
            with contextlib.suppress(OSError), self.state_file.open("r+b") as file:
                file.write(content)


def last_lines(log: Path, most: int = 15) -> list[str]:
    if not log.exists():
        return []
    with log.open(encoding="utf-8", errors="replace") as lines:
        return [line.rstrip("\n") for line in deque(lines, maxlen=most)]
