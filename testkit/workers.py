"""`pytest --workers 3`: tests are collected once, and run by forks of the process that did.

Workers that begin anew (pytest-xdist's) each import all modules and collect all tests: fifteen seconds of a processor,
and thirty-five where nothing is compiled yet. Where forking is not safe the tests run one after the other.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
import time
import traceback
import warnings
from collections import deque
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, NoReturn, cast

import pytest

from testkit.plan import Plan

LOOK_S, STOP_S = 1.0, 20.0


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--workers", type=int, default=1, help="Run the tests in so many processes.")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    workers = min(int(session.config.getoption("--workers") or 1), len(session.items))
    if workers < 2 or sys.platform != "linux" or session.config.option.collectonly or session.testsfailed:
        return None  # by pytest itself, which refuses to go on where something could not be collected
    Crew(session, Plan(len(session.items), workers)).run(workers)
    return True


@dataclass(eq=False)
class Worker:
    number: int
    pid: int
    pipe: Connection[Any, Any]
    # What it runs, and what it runs next: the end of a test frees only what the next one does not share.
    given: deque[int | None] = field(default_factory=lambda: deque[int | None](maxlen=2))
    has_ended: bool = False


@dataclass
class Crew:
    """In the process that collected, which runs no test itself."""

    session: pytest.Session
    plan: Plan
    workers: list[Worker] = field(default_factory=list[Worker])

    def run(self, workers: int) -> None:
        if threads := [thread.name for thread in threading.enumerate() if thread is not threading.current_thread()]:
            raise pytest.UsageError(f"A fork would lose threads that began while tests were collected: {threads}.")
        gc.collect()
        gc.freeze()  # what was collected is no garbage, and looking at it would copy it
        try:
            for number in range(workers):
                self._start(number)
            while self.workers:
                self._listen()
        finally:
            self._end_all()
        if self.session.shouldfail:
            raise self.session.Failed(self.session.shouldfail)
        if self.session.shouldstop:
            raise self.session.Interrupted(self.session.shouldstop)

    def _start(self, number: int) -> None:
        folder = self.session.config._tmp_path_factory.mktemp(f"worker{number}-")  # pyright: ignore
        ours, its = cast("tuple[Connection[Any, Any], Connection[Any, Any]]", Pipe())
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if not pid:
            ours.close()
            for other in self.workers:
                other.pipe.close()
            _work(self.session, its, folder)
        its.close()
        self.workers.append(Worker(number, pid, ours))

    def _listen(self) -> None:
        wait([worker.pipe for worker in self.workers], LOOK_S)  # not for ever: what a dead one had started may live
        for worker in list(self.workers):
            ended, status = os.waitpid(worker.pid, os.WNOHANG)
            with contextlib.suppress(EOFError, OSError):
                while not worker.has_ended and worker.pipe.poll():
                    self._hear(worker, *worker.pipe.recv())
            if worker.has_ended and not ended:
                os.waitpid(worker.pid, 0)
            if worker.has_ended or ended:
                self.workers.remove(worker)
                worker.pipe.close()
            if ended and not worker.has_ended:
                self._replace(worker, status)

    def _hear(self, worker: Worker, kind: str, said: Any) -> None:
        hook = self.session.config.hook
        match kind:
            case "asks":
                is_over = self.session.shouldfail or self.session.shouldstop
                worker.given.append(None if is_over else self.plan.next_for(worker.number))
                with contextlib.suppress(OSError):  # it died, and is told of as soon as that is seen
                    worker.pipe.send(worker.given[-1])
            case "reports":
                report = hook.pytest_report_from_serializable(config=self.session.config, data=said)
                hook.pytest_runtest_logreport(report=report)
            case "warns":
                hook.pytest_warning_recorded.call_historic(kwargs=said)
            case "stops":
                self.session.shouldstop = said
            case _:
                worker.has_ended = True

    def _replace(self, worker: Worker, status: int) -> None:
        """What it ran has failed; what it would have run next, and all else, is run by another in its place."""
        if len(worker.given) < 2 or (running := worker.given[0]) is None:
            raise RuntimeError(f"A worker of the tests did not begin: exit status {status}.")
        if (following := worker.given[1]) is not None:
            self.plan.give_back(worker.number, following)
        item = self.session.items[running]
        how = os.waitstatus_to_exitcode(status)
        said = f"signal {-how}" if how < 0 else f"exit code {how}"
        self.session.config.hook.pytest_runtest_logreport(
            report=pytest.TestReport(
                item.nodeid, item.location, {}, "failed", f"The process that ran it ended with {said}.", "call"
            )
        )
        self._start(worker.number)

    def _end_all(self) -> None:
        """A Ctrl-C has reached all; who finds its pipe closed gives back what it has and ends too."""
        for worker in self.workers:
            worker.pipe.close()
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker.pid, signal.SIGINT)
        deadline = time.monotonic() + STOP_S
        for worker in self.workers:
            while not os.waitpid(worker.pid, os.WNOHANG)[0]:
                if time.monotonic() > deadline:
                    os.kill(worker.pid, signal.SIGKILL)
                time.sleep(0.02)


class Teller:
    """A plugin of a worker: what it would print or count is told to who does."""

    def __init__(self, config: pytest.Config, pipe: Connection[Any, Any]) -> None:
        self.config = config
        self.pipe = pipe

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.pipe.send(("reports", self.config.hook.pytest_report_to_serializable(config=self.config, report=report)))

    def pytest_warning_recorded(
        self, warning_message: warnings.WarningMessage, when: str, nodeid: str, location: Any
    ) -> None:
        if when == "runtest":  # others are known where tests were collected
            text = f"{warning_message.category.__name__}: {warning_message.message}"  # a test's own class is no other's
            told = warnings.WarningMessage(text, Warning, warning_message.filename, warning_message.lineno)
            said = {"warning_message": told, "when": when, "nodeid": nodeid, "location": location}
            self.pipe.send(("warns", said))


def _work(session: pytest.Session, pipe: Connection[Any, Any], folder: Path) -> NoReturn:
    code = 1
    try:
        _begin(session, pipe, folder)
        code = _run(session, pipe)
    except (EOFError, OSError, KeyboardInterrupt):  # the run is over
        session._setupstate.teardown_exact(None)  # pyright: ignore[reportPrivateUsage]
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(code)


def _begin(session: pytest.Session, pipe: Connection[Any, Any], folder: Path) -> None:
    """Nothing that the others write to."""
    plugins = session.config.pluginmanager
    session.config._tmp_path_factory._basetemp = folder  # pyright: ignore
    capture: Any = plugins.getplugin("capturemanager")
    capture.stop_global_capturing()
    capture.start_global_capturing()
    plugins.unregister(name="terminalreporter")
    plugins.register(Teller(session.config, pipe))


def _run(session: pytest.Session, pipe: Connection[Any, Any]) -> int:
    test = _next(pipe)
    while test is not None:
        following = _next(pipe)
        nextitem = None if following is None else session.items[following]
        try:
            session.config.hook.pytest_runtest_protocol(item=session.items[test], nextitem=nextitem)
        except pytest.exit.Exception as ended:
            pipe.send(("stops", str(ended)))
            raise KeyboardInterrupt from ended
        test = following
    pipe.send(("ends", None))
    return 0


def _next(pipe: Connection[Any, Any]) -> int | None:
    pipe.send(("asks", None))
    return pipe.recv()
