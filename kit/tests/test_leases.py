from __future__ import annotations

import asyncio

import pytest

from kit.data import leases
from kit.data.database import DatabaseUnavailable


@pytest.mark.parametrize("trouble", [TimeoutError(), DatabaseUnavailable("it restarts"), ValueError("a mistake")])
async def test_a_lease_is_kept_after_any_trouble_which_is_logged(
    trouble: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    tries = 0
    extended = asyncio.Event()

    async def extend() -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise trouble
        extended.set()

    heartbeat = asyncio.create_task(leases.keep(0.003, extend))
    try:
        await asyncio.wait_for(extended.wait(), 60)
    finally:
        heartbeat.cancel()

    (logged,) = caplog.records
    assert logged.exc_info
    assert logged.exc_info[1] is trouble
