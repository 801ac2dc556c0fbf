"""Starting a child so that it cannot outlive the keeper."""

from __future__ import annotations

import ctypes
import itertools
import json
import os
import resource
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from cli.keeper.parts import Part, Program, Release, Served
from kit.running.listening import HANDED

IS_LINUX = sys.platform.startswith("linux")
PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15
MOST_DESCRIPTORS = 65536


def start(
    part: Part,
    log: Path,
    lifeline: int,
    sockets: Mapping[int, Sequence[int]] | None = None,
    release: Release | None = None,
) -> int:
    """The pid of the new child. `lifeline` is a pipe's end that closes when the keeper is gone; `sockets`: descriptors
    by port; `release`: another version than the keeper has in its memory."""
    keeper = os.getpid()
    told = {HANDED: json.dumps(sockets)} if sockets else {}
    handed = [descriptor for each in (sockets or {}).values() for descriptor in each]
    if isinstance(part.runs, Served) and may_fork() and release is None:
        served = part.runs
        return fork(log, lifeline, lambda: _serve(part, served, lifeline, told), handed)
    if isinstance(part.runs, Program):
        part.runs.before()
    command, env, folder = _as_command(part.runs, part.stop_signal, lifeline)
    env |= told | (found_in(release) if isinstance(part.runs, Served) else {})
    keeps_pipe = isinstance(part.runs, Served) or not IS_LINUX

    def run() -> int:
        if IS_LINUX and not isinstance(part.runs, Served):
            die_with(keeper, part.stop_signal)
        if keeps_pipe:
            os.set_inheritable(lifeline, True)
        for descriptor in handed:
            os.set_inheritable(descriptor, True)
        if folder:
            os.chdir(folder)
        os.nice(part.nice)
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # Python ignores it, other programs expect it
        os.execvpe(command[0], command, env)  # noqa: S606 (the command is the shop's own)

    return fork(log, lifeline, run, handed)


def fork(log: Path, lifeline: int, run: Callable[[], int], handed: Sequence[int] = ()) -> int:
    """Runs `run` in a child with its own session, its output in `log`; returns the child's pid."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    code = 127
    try:
        _settle(log, [lifeline, *handed])
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


def _serve(part: Part, served: Served, lifeline: int, told: Mapping[str, str]) -> int:
    os.nice(part.nice)
    os.environ.clear()
    os.environ.update({**served.env, **told})
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


def found_in(release: Release | None) -> dict[str, str]:
    """Python looks there before it looks where the shop's own packages are."""
    if release is None or release.source is None:
        return {}
    folders = [release.source, *sorted((release.source / "services").glob("*"))]
    return {"PYTHONPATH": os.pathsep.join(map(str, folders))}


def _settle(log: Path, kept: Sequence[int]) -> None:
    """Leave everything of the keeper behind but what it needs: its lock, its sockets, its signals."""
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
    ends = [2, *sorted(kept), highest]
    for before, after in itertools.pairwise(ends):
        os.closerange(before + 1, after)
