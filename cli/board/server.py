"""The page `/souk` of a shop on this machine: what runs, who calls whom, what was sent and what waits for an operator.

python -P -m cli.board.server LIFELINE HOME PORT   (where forking is unsafe; else called in the fork)
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cli.board.pages import Answer, Board
from cli.home import Home
from cli.keeper.lifeline import end_with_lifeline
from cli.manifest import LOOPBACK
from cli.status import look

ALIVE = "/souk/alive"
# However many look at once, the parts are asked so often.
LOOK_AGAIN_S = 1.0
SLOW_CLIENT_S = 10.0


@dataclass(slots=True)
class Looks:
    """What was seen a moment ago, or now."""

    home: Home
    _seen: dict[str, Any] = field(default_factory=dict[str, Any])
    _at: float = float("-inf")

    def __call__(self) -> dict[str, Any]:
        if time.monotonic() - self._at > LOOK_AGAIN_S:
            self._seen, self._at = look(self.home), time.monotonic()
        return self._seen


def handler_of(board: Board) -> type[BaseHTTPRequestHandler]:
    turn = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        timeout = SLOW_CLIENT_S

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if path == ALIVE:  # also while somebody's look waits for a part that hangs
                return self._say(Answer(b"yes"))
            with turn:  # one after the other; who reads slowly is not waited for
                answer = board.answer(path)
            return self._say(answer)

        do_HEAD = do_GET  # noqa: N815 (http.server names it)

        def _say(self, answer: Answer) -> None:
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """The gateway writes down who asked for what; only what goes wrong is said here."""

    return Handler


def server_of(home: Home, port: int) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer((LOOPBACK, port), handler_of(Board(home, Looks(home))))
    server.daemon_threads = True
    return server


def serve(names: Sequence[str], lifeline: int) -> int:
    """`names`: the shop's folder and the port."""
    end_with_lifeline(lifeline)
    folder, port = names
    server_of(Home(Path(folder)), int(port)).serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(serve(sys.argv[2:], int(sys.argv[1])))
