"""Tests run by forks of who collected them: each once, told where they were asked for, whatever becomes of a fork."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from testkit.plan import Plan

FEW = """
import os, signal, pytest, warnings
from pathlib import Path

HERE = Path(__file__).parent

@pytest.fixture(scope="module")
def shared():
    yield
    (HERE / f"freed by {os.getpid()}").touch()

@pytest.mark.parametrize("number", range(40))
def test_one_of_many(number, shared, tmp_path, capfd):
    os.write(1, b"said")
    assert capfd.readouterr().out == "said"
    with (HERE / "ran").open("a") as ran:
        ran.write(f"{number} {os.getpid()} {tmp_path}\\n")

def test_fails():
    assert 6 * 7 == 54

def test_warns():
    warnings.warn("an old name", DeprecationWarning)

def test_ends_its_process():
    os.kill(os.getpid(), signal.SIGKILL)

def test_last():
    pass
"""


def test_each_worker_has_neighbours_and_who_is_through_takes_half_of_the_longest() -> None:
    plan = Plan(tests=9, workers=2)

    assert [plan.next_for(0) for _ in range(4)] == [0, 1, 2, 3]
    plan.give_back(0, 3)
    assert [plan.next_for(0) for _ in range(4)] == [3, 6, 7, 8]
    assert [plan.next_for(worker) for worker in (1, 0, 1, 0)] == [4, 5, None, None]


EAR = "import threading\nthreading.Thread(target=threading.Event().wait, name='ear', daemon=True).start()\n"


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    plugins = ["-p", "testkit.workers", "-p", "no:cacheprovider", "-p", "no:asyncio", "-p", "no:hypothesispytest"]
    told = ["-q", "--rootdir", str(folder), "--workers", "2", "--junitxml", str(folder / "report.xml")]
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "pytest", *plugins, *told, str(folder)], capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere tests run one after the other")
def test_each_test_is_run_once_and_one_that_ends_its_process_is_told_while_all_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "test_few.py").write_text(FEW)

    ran = run(tmp_path)

    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "2 failed, 42 passed, 1 warning" in ran.stdout
    assert "assert (6 * 7) == 54" in ran.stdout
    assert "The process that ran it ended with signal 9." in ran.stdout
    assert "DeprecationWarning: an old name" in ran.stdout
    lines = [line.split(" ", 2) for line in (tmp_path / "ran").read_text().splitlines()]
    assert sorted(int(number) for number, _, _ in lines) == list(range(40))
    assert len({process for _, process, _ in lines}) >= 2
    assert len({folder for _, _, folder in lines}) == 40
    freed = {file.name.removeprefix("freed by ") for file in tmp_path.glob("freed by *")}
    assert len({process for _, process, _ in lines} - freed) == 1  # the one that was killed
    cases = list(ElementTree.parse(tmp_path / "report.xml").getroot().iter("testcase"))  # noqa: S314 (pytest's own)
    assert len(cases) == 44
    failed = {case.get("name") for case in cases if case.find("failure") is not None}
    assert failed == {"test_fails", "test_ends_its_process"}


def test_what_cannot_be_collected_is_refused_before_any_test_runs(tmp_path: Path) -> None:
    (tmp_path / "test_few.py").write_text(FEW)
    (tmp_path / "test_broken.py").write_text("import no_such_module")

    ran = run(tmp_path)

    assert ran.returncode == 2, ran.stdout + ran.stderr
    assert "Interrupted: 1 error during collection" in ran.stdout
    assert not (tmp_path / "ran").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere tests run one after the other")
def test_a_module_that_begins_a_thread_while_it_is_imported_is_refused(tmp_path: Path) -> None:
    (tmp_path / "test_few.py").write_text(
        f"import threading\nthreading.Thread(target=threading.Event().wait, name='ear', daemon=True).start()\n{FEW}"
    )

    ran = run(tmp_path)

    assert "A fork would lose threads that began while tests were collected: ['ear']." in ran.stderr + ran.stdout
    assert not (tmp_path / "ran").exists()
