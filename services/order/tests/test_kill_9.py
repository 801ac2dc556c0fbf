"""As test_crashes.py, but with a process that really ends: SIGKILL, and a lease that really has to pass."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from kit.data.database import Database
from kit.sagas.pace import Place
from souk_order.app import build
from souk_order.domain.states import OrderState
from souk_order.sagas.moves import Step
from souk_order.settings import Settings
from souk_order.testing.dies_serving import SETTINGS, paid_on_delivery
from souk_order.testing.examples import ALICE, a_quote
from souk_order.testing.kept import PostgresKept
from souk_order.testing.shop import GOOD, OrderShop
from souk_order.testing.waiting import until
from testkit import processes
from testkit.calls import Answer, FakeCalls
from testkit.clients import ServiceClient

KEY = "the-same-request"


@pytest.mark.parametrize(
    ("step", "place"),
    [
        (Step.HOLDING, "after call"),
        (Step.AUTHORISING, "after call"),
        (Step.COMMITTING, "after save"),
        (Step.CAPTURING, "after call"),
    ],
)
async def test_kill_9_of_a_real_process(
    kept: PostgresKept, database_url: str, tmp_path: Path, step: Step, place: Place
) -> None:
    file = tmp_path / "stock.json"
    child = processes.start("souk_order.testing.dies", database_url, str(file), GOOD, step, place, log=tmp_path / "log")
    assert await asyncio.to_thread(child.wait) == -signal.SIGKILL

    survivor = OrderShop(kept, stock_file=file)

    async def is_carried_on() -> bool:
        """Once the dead process's lease has passed."""
        await survivor.others_carry_on()
        return (await survivor.only_order()).state is not OrderState.PENDING

    await until(is_carried_on)

    order = await survivor.only_order()
    assert order.state is OrderState.CONFIRMED
    await survivor.truths_hold(order)


async def test_the_same_request_after_kill_9_is_answered_once_the_lease_has_passed(
    service_client: Callable[..., Awaitable[ServiceClient]], database: Database, database_url: str,
    tmp_path: Path,
) -> None:  # fmt: skip
    quote, calls = a_quote(), FakeCalls()
    reservation = {"key": "a key", "state": "held", "expires_at": "2026-11-24T04:10:00Z", "lines": []}
    calls.on("cart", "GET", "/checkouts/{id}/quote", quote)
    calls.on("cart", "POST", "/checkouts/{id}/ordered", Answer(None, 204))
    calls.on("product", "PUT", "/reservations/{key}", reservation)
    calls.on("product", "POST", "/reservations/{key}/commit", reservation)
    client = await service_client(build, Settings, settings=SETTINGS, database=database, calls=calls)
    child = processes.start(
        "souk_order.testing.dies_serving", database_url, str(ALICE), str(quote.checkout_id), KEY, log=tmp_path / "log"
    )
    assert await asyncio.to_thread(child.wait) == -signal.SIGKILL

    answer = await client.as_customer(ALICE).post(
        "/orders", json=paid_on_delivery(quote), headers={"idempotency-key": KEY}
    )

    assert (answer.status_code, answer.json()["state"]) == (201, "confirmed")
    assert len(await PostgresKept(database).all_orders()) == 1, "it is the same order"
    # What a repeat waits for, in seconds that no busy machine makes longer; after place_wait_s it would have been 202.
    assert Settings.model_fields["lease_s"].default < Settings.model_fields["place_wait_s"].default <= 10
