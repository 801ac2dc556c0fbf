"""Periodic work."""

from __future__ import annotations

import pytest

from kit.running.jobs import LONGEST_PAUSE_S, Job, Jobs, run
from kit.tests.bells import doing
from testkit.waiting import until


async def test_a_job_runs_at_once_and_again(caplog: pytest.LogCaptureFixture) -> None:
    jobs: Jobs[list[str]] = Jobs()
    done: list[str] = []

    @jobs.every(seconds=0.01)
    async def tick(deps: list[str]) -> None:
        deps.append("tick")

    async with doing(run(jobs, done)):
        await until(lambda: len(done) >= 3)

    assert not caplog.records


async def test_a_job_that_fails_is_logged_and_goes_on_beside_the_others(caplog: pytest.LogCaptureFixture) -> None:
    jobs: Jobs[list[str]] = Jobs()
    done: list[str] = []

    @jobs.every(seconds=0.01)
    async def tick(deps: list[str]) -> None:
        deps.append("tick")

    @jobs.every(seconds=0.01)
    async def break_down(deps: list[str]) -> None:
        deps.append("broke")
        raise ZeroDivisionError

    async with doing(run(jobs, done)) as running:
        await until(lambda: done.count("broke") >= 2 and done.count("tick") >= 3)
        assert not running[0].done()

    assert caplog.records[0].__dict__["job"] == "break_down"


async def test_the_decorated_function_stays_callable() -> None:
    jobs: Jobs[None] = Jobs()

    @jobs.every(seconds=1)
    async def nothing(_: None) -> None:
        return

    assert await nothing(None) is None


def test_failures_in_a_row_double_the_pause_up_to_a_limit() -> None:
    async def work(_: None) -> None:
        return

    job = Job("job", 1.0, work)

    assert 0.9 <= job.pause_after(0) <= 1.1
    assert 7.2 <= job.pause_after(3) <= 8.8
    assert job.pause_after(60) <= LONGEST_PAUSE_S * 1.1


def test_a_rare_job_is_not_tried_more_often_because_it_failed() -> None:
    async def work(_: None) -> None:
        return

    assert Job("job", 3600.0, work).pause_after(2) >= 3600 * 0.9
