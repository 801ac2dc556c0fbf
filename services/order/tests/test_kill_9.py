"""As test_crashes.py, but with a process that really ends: SIGKILL, and a lease that really has to pass."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kit.sagas.pace import Place
from souk_order.domain.states import OrderState
from souk_order.sagas.checkout import Step
from souk_order.testing.dies import LEASE_S
from souk_order.testing.kept import PostgresKept
from souk_order.testing.shop import GOOD, OrderShop


@pytest.mark.parametrize(
    ("step", "place"),
    [
        (Step.RESERVING, "after call"),
        (Step.AUTHORISING, "after call"),
        (Step.COMMITTING, "after save"),
        (Step.CAPTURING, "after call"),
    ],
)
async def test_kill_9_of_a_real_process(
    kept: PostgresKept, database_url: str, tmp_path: Path, step: Step, place: Place
) -> None:
    file = tmp_path / "stock.json"
    child = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "souk_order.testing.dies", database_url, str(file), GOOD, step, place],
        check=False,
    )
    assert child.returncode == -signal.SIGKILL

    survivor = OrderShop(kept, stock_file=file)
    await survivor.others_carry_on()
    assert (await survivor.only_order()).state is OrderState.PENDING, "the dead process still holds its lease"
    await asyncio.sleep(LEASE_S)
    await survivor.others_carry_on()

    order = await survivor.only_order()
    assert order.state is OrderState.CONFIRMED
    await survivor.truths_hold(order)
