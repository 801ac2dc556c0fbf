"""Where Linux's parent-death signal is missing: runs a program and ends it when the keeper is gone.

python -m cli.keeper.leash LIFELINE SIGNAL COMMAND…
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading


def main(lifeline: int, stop_signal: int, command: list[str]) -> int:
    program = subprocess.Popen(command)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, lambda received, _: program.send_signal(received))

    def watch() -> None:
        while os.read(lifeline, 1):
            pass
        program.send_signal(stop_signal)

    threading.Thread(target=watch, daemon=True).start()
    code = program.wait()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))
