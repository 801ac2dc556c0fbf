"""Runs a command that ends, with all that it started, once its caller is gone: python ends_with_caller.py COMMAND…

The caller starts this in a session of its own and holds the other end of its standard input. By path and with the
standard library alone, because `souk` uses it before anything is installed.
"""

import os
import signal
import subprocess
import sys
import threading


def main(command: list[str]) -> int:
    program = subprocess.Popen(command, stdin=subprocess.DEVNULL)

    def end_with_caller() -> None:
        sys.stdin.buffer.read()
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=end_with_caller, daemon=True).start()
    return program.wait()


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code if code >= 0 else 128 - code)  # not waiting for the thread that reads
