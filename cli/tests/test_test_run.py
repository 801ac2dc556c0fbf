"""`./souk test`: what runs beside what, and that nothing of it is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from cli.home import Home
from cli.testing import groups, run
from cli.testing.failures import Failure
from cli.testing.reports import Outcome

PATIENCE_S = 60.0
FAILURE = Failure("basedpyright", "one error", "basedpyright")


class TestsThatMeet(groups.Tests):
    """Its Python and its web tests end once its check is under way, and the other way round."""

    __test__ = False
    meeting = threading.Barrier(2)

    def python(self) -> Outcome:
        self.meeting.wait(PATIENCE_S)
        return Outcome(3, ())

    def web(self, every: Sequence[str] = (), of: Sequence[str] = ()) -> Outcome:
        self.meeting.wait(PATIENCE_S)
        return Outcome(2, ())

    def checks(self) -> Iterator[tuple[str, Callable[[], groups.Said]]]:
        def meets() -> groups.Said:
            self.meeting.wait(PATIENCE_S)
            self.meeting.wait(PATIENCE_S)
            return groups.Said(Outcome(0, (FAILURE,)), "cart.py:1: an error\n")

        yield "basedpyright", meets
        yield "ruff", lambda: groups.Said(Outcome(1, ()), "")


def test_checks_run_beside_all_tests_and_are_told_after_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tests = TestsThatMeet(Home(tmp_path), "")

    python, *others = run.without_browser(tests, None)

    assert (python.group, python.passed) == ("Python tests", 3)
    assert [(one.group, one.passed, one.failures) for one in others] == [
        ("Web tests", 2, ()),
        ("basedpyright", 0, (FAILURE,)),
        ("ruff", 1, ()),
    ]
    said = capsys.readouterr().out
    assert said.index("cart.py:1: an error") > said.index("basedpyright")
