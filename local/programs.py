"""Finding and starting the servers that come as packages."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from itertools import cycle, islice
from pathlib import Path

from kit.errors import Kind, SoukError

# Below those that systems give to outgoing connections, one of which could take a port before its server does.
LISTENING = range(10_000, 25_000)
# So many of them for a process, which comes back to one after all its others.
OF_A_PROCESS = 500


class ProgramMissing(SoukError):
    code = "program-missing"
    kind = Kind.UNAVAILABLE


class ServerFailed(SoukError):
    code = "server-failed"
    kind = Kind.UNAVAILABLE


def in_package(package: str, *path: str) -> Path:
    """A program inside an installed package."""
    spec = find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        program = Path(folder).joinpath(*path)
        if program.is_file():
            return program
    raise ProgramMissing(
        cause=f"{path[-1]} was not found: the package {package} is not installed for {sys.executable}.",
        fix="Start with ./souk, which installs it, or name a running server in SOUK_*_URL.",
    )


def beside_python(name: str) -> Path:
    """A program that a package put beside the interpreter, else one on PATH."""
    program = Path(sys.prefix, "bin", name)
    found = str(program) if program.is_file() else shutil.which(name)
    if found:
        return Path(found)
    raise ProgramMissing(
        cause=f"{name} was found neither in {program.parent} nor on PATH.",
        fix="Start with ./souk, which installs it, or name a running server in SOUK_*_URL.",
    )


def free_port() -> int:
    """Free a moment ago, and until its server listens no other call gives it, nor hardly ever another process."""
    for port in islice(_ports_of(os.getpid()), 100):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise ServerFailed(
        cause=f"A hundred ports between {LISTENING.start} and {LISTENING.stop} were all taken.",
        fix="Stop what listens on them (ss -ltnp).",
    )


@cache
def _ports_of(process: int) -> Iterator[int]:
    """Two that run side by side have numbers that follow each other closely, and so ports of their own."""
    first = LISTENING.start + process % (len(LISTENING) // OF_A_PROCESS) * OF_A_PROCESS
    return cycle(range(first, first + OF_A_PROCESS))


def run(command: Sequence[str], name: str) -> None:
    """To its end; what it said becomes the error."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=quiet_environment())  # noqa: S603
    if done.returncode:
        said = (done.stderr or done.stdout).strip()
        raise ServerFailed(
            cause=f"{name} ended with exit code {done.returncode}: {said[-2000:]}",
            fix="Mend what it says, then start again.",
        )


def launch(command: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
    """In a session of its own, so that a Ctrl-C in the terminal reaches only its owner."""
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env=quiet_environment(),
        )


def wait_until(
    ready: Callable[[], bool], process: subprocess.Popen[bytes], name: str, log: Path, longest_s: float
) -> None:
    deadline = time.monotonic() + longest_s
    while not ready():
        code = process.poll()
        if code is not None:
            raise ServerFailed(
                cause=f"{name} ended with exit code {code}. Its log ends: {last_of(log)}",
                fix=f"Mend what it says (all of it stands in {log}), then start again.",
            )
        if time.monotonic() > deadline:
            raise ServerFailed(
                cause=f"{name} did not answer within {longest_s:.0f} s. Its log ends: {last_of(log)}",
                fix=f"Look into {log}; on a busy machine, try again.",
            )
        time.sleep(0.03)


@contextmanager
def stopped_if_it_fails(
    process: subprocess.Popen[bytes], stop: Callable[[subprocess.Popen[bytes]], None]
) -> Iterator[None]:
    """A server that cannot be used is not left running."""
    try:
        yield
    except BaseException:
        stop(process)
        raise


def end(process: subprocess.Popen[bytes], with_signal: signal.Signals, grace_s: float) -> None:
    if process.poll() is None:
        process.send_signal(with_signal)
        try:
            process.wait(grace_s)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()


def last_of(log: Path, characters: int = 1500) -> str:
    if not log.exists():
        return "(empty)"
    return log.read_bytes()[-characters:].decode("utf-8", "replace").strip() or "(empty)"


def quiet_environment() -> dict[str, str]:
    """No secret of ours and no PG* variable reaches another's program."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("SOUK_", "PG"))}
