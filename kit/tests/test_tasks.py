"""Ends of tasks."""

from __future__ import annotations

import asyncio
import gc
import logging

import pytest

from kit import tasks


async def test_a_cancellation_that_is_lost_is_said_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "AGAIN_S", 0.01)
    said: list[str] = []

    async def is_deaf_at_first() -> None:
        while len(said) < 3:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                said.append("stop")
        await asyncio.Event().wait()

    async def listens() -> None:
        await asyncio.Event().wait()

    both = [asyncio.create_task(is_deaf_at_first()), asyncio.create_task(listens())]
    await asyncio.sleep(0)
    await tasks.end(both)

    assert said == ["stop"] * 3
    assert [task.cancelled() for task in both] == [True, True]


async def test_what_failed_while_it_ended_is_not_reported_as_lost(caplog: pytest.LogCaptureFixture) -> None:
    async def fails() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            raise ValueError("on its way out")

    failing = [asyncio.create_task(fails())]
    await asyncio.sleep(0)
    with caplog.at_level(logging.ERROR):
        await tasks.end(failing)
        failing.clear()
        gc.collect()

    assert not caplog.records


async def test_none_have_ended_at_once() -> None:
    await tasks.end([])
