"""A service of a few lines, as the keeper forks it; it counts what it was sent in a file of its own.

GET answers the version that serves; POST notes the body, and takes a moment in which an instance may be asked to leave.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import uvicorn

from cli.keeper.lifeline import end_with_lifeline
from kit.running.draining import DRAIN_SIGNAL, DrainingServer
from kit.running.listening import handed, sockets_of
from kit.running.protocol import PromptHeaders

TAKES_S = 0.02


async def app(scope: Any, receive: Any, send: Any) -> None:
    if scope["method"] == "POST":
        body = (await receive())["body"]
        await asyncio.sleep(TAKES_S)
        with (Path(os.environ["FOLDER"]) / f"noted.{os.getpid()}").open("ab") as notes:
            notes.write(body + b"\n")
    said = str(os.getpid()).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(said))]})
    await send({"type": "http.response.body", "body": said})


def serve(names: Sequence[str], lifeline: int) -> int:
    end_with_lifeline(lifeline)
    if (Path(os.environ["FOLDER"]) / "doomed").exists():
        return 9
    port = int(names[0])
    sockets = sockets_of("shared", "127.0.0.1", port, handed(os.environ)[port])
    server = DrainingServer(
        uvicorn.Config(app, http=PromptHeaders, lifespan="off", log_config=None, timeout_graceful_shutdown=5),
        on_stop=lambda: None,
    )
    signal.signal(DRAIN_SIGNAL, server.ask_to_drain)
    server.run(sockets=sockets)
    return 0


if __name__ == "__main__":
    sys.exit(serve(sys.argv[2:], int(sys.argv[1])))
