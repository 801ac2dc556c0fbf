"""The keeper as the terminal sees it: started in a session of its own, telling what happens over a socket."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cli.home import Home
from cli.shape import Shape


@dataclass(slots=True)
class KeeperClient:
    process: subprocess.Popen[bytes]
    line: socket.socket

    @classmethod
    def start(cls, home: Home, shape: Shape, *, detach: bool) -> KeeperClient:
        ours, its = socket.socketpair()
        arguments = [str(home.folder), shape.as_json(), str(its.fileno()), "detach" if detach else "attach"]
        with home.log_of("keeper").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "cli.keeper", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(its.fileno(),),
                start_new_session=True,  # Ctrl-C reaches the terminal's program alone, which then asks the keeper
                cwd=home.root,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )
        its.close()
        return cls(process, ours)

    def events(self) -> Iterator[dict[str, Any]]:
        """Until the keeper is gone."""
        with self.line.makefile("r", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)

    def ask_to_stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def release(self) -> None:
        self.line.close()
