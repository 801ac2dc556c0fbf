"""A pipe of which the keeper holds the other end: when it closes, whoever watches it has nobody left."""

from __future__ import annotations

import os
import signal
import threading
import time


def end_with_lifeline(lifeline: int, grace_s: float = 10.0) -> None:
    """Ask this process to stop when the pipe closes, and end it where it does not."""

    def watch() -> None:
        while os.read(lifeline, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(grace_s)
        os._exit(1)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()
