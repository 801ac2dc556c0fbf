"""Starting a child so that it cannot outlive the keeper."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from cli.keeper.parts import Part, Program, Served

IS_LINUX = sys.platform.startswith("linux")
PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15
MOST_DESCRIPTORS = 65536


def start(part: Part, log: Path, lifeline: int) -> int:
    """The pid of the new child. `lifeline` is a pipe's end that closes when the keeper is gone."""
    keeper = os.getpid()
    if isinstance(part.runs, Served) and may_fork():
        served = part.runs
        return fork(log, lifeline, lambda: _serve(part, served, lifeline))
    if isinstance(part.runs, Program):
        part.runs.before()
    command, env, folder = _as_command(part.runs, part.stop_signal, lifeline)
    keeps_pipe = isinstance(part.runs, Served) or not IS_LINUX

    def run() -> int:
        if IS_LINUX and not isinstance(part.runs, Served):
            die_with(keeper, part.stop_signal)
        if keeps_pipe:
            os.set_inheritable(lifeline, True)
        if folder:
            os.chdir(folder)
        os.nice(part.nice)
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # Python ignores it, other programs expect it
        os.execvpe(command[0], command, env)  # noqa: S606 (the command is the shop's own)

    return fork(log, lifeline, run)


def fork(log: Path, lifeline: int, run: Callable[[], int]) -> int:
    """Runs `run` in a child with its own session, its output in `log`; returns the child's pid."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    code = 127
    try:
        _settle(log, lifeline)
        code = run()
    except SystemExit as asked:
        code = asked.code if isinstance(asked.code, int) else int(asked.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def may_fork() -> bool:
    """macOS's frameworks do not survive a fork; nowhere is it safe beside threads."""
    return IS_LINUX and threading.active_count() == 1


def die_with(keeper: int, with_signal: signal.Signals) -> None:
    """Linux tells this process when its parent dies."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(with_signal))
    if os.getppid() != keeper:
        os._exit(1)


def _serve(part: Part, served: Served, lifeline: int) -> int:
    os.nice(part.nice)
    os.environ.clear()
    os.environ.update(served.env)
    ctypes.CDLL(None).prctl(PR_SET_NAME, part.name.encode())  # what `top` shows
    return import_module(served.module).serve(served.names, lifeline)


def _as_command(
    runs: Program | Served, stop_signal: signal.Signals, lifeline: int
) -> tuple[list[str], dict[str, str], Path | None]:
    python = [sys.executable, "-P", "-m"]
    if isinstance(runs, Served):
        return [*python, runs.module, str(lifeline), *runs.names], dict(runs.env), None
    if IS_LINUX:
        return list(runs.command), dict(runs.env), runs.folder
    leash = [*python, "cli.keeper.leash", str(lifeline), str(int(stop_signal))]
    return [*leash, *runs.command], dict(runs.env), runs.folder


def _settle(log: Path, lifeline: int) -> None:
    """Leave everything of the keeper behind but the lifeline: its lock, its sockets, its signals."""
    os.setsid()
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    highest = min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], MOST_DESCRIPTORS)
    os.closerange(3, lifeline)
    os.closerange(lifeline + 1, highest)
