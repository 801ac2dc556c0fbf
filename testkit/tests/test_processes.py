"""A process that is forked is as one that is started by its name."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from testkit import processes

MODULE = "testkit.tests.a_process"


def test_it_has_its_own_arguments_environment_and_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOT_GIVEN", "the test's")
    env = {name: value for name, value in os.environ.items() if name != "NOT_GIVEN"} | {"GIVEN": "its own"}

    process = processes.start(MODULE, "tells", "hello", log=tmp_path / "log", env=env)

    assert process.wait(60) == 0
    assert (tmp_path / "log").read_text() == "hello its own None\n"
    assert process.poll() == process.wait() == 0


def test_it_holds_none_of_the_tests_files(tmp_path: Path) -> None:
    mine, its = socket.socketpair()
    mine.settimeout(60)
    with mine, its:
        process = processes.start(MODULE, "waits", log=tmp_path / "log")
        its.close()

        assert mine.recv(1) == b"", "the other end is open in the process"
        process.kill()

    assert process.wait(60) == -signal.SIGKILL


@pytest.mark.parametrize(
    ("what", "said"), [("refuses", "no coffee left\n"), ("breaks", "ValueError: no milk either\n")]
)
def test_why_it_failed_is_in_its_output(tmp_path: Path, what: str, said: str) -> None:
    process = processes.start(MODULE, what, log=tmp_path / "log")

    assert process.wait(60) == 1
    assert (tmp_path / "log").read_text().endswith(said)


def test_it_ends_as_it_is_asked_to(tmp_path: Path) -> None:
    process = processes.start(MODULE, "waits", log=tmp_path / "log")
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.01)

    process.terminate()

    assert process.wait(60) == -signal.SIGTERM
    process.kill()  # which it does not notice any more


def test_one_that_hangs_says_where(tmp_path: Path) -> None:
    log = tmp_path / "log"
    process = processes.start(MODULE, "waits", log=log)
    while not log.exists() or "waiting" not in log.read_text():
        assert process.poll() is None
        time.sleep(0.01)

    stack = processes.where_it_is(process, log)

    assert "a_process.py" in stack
    process.kill()
