"""A part that hangs or dies costs time, never an order."""

from __future__ import annotations

import signal
from uuid import uuid4

import pytest

from e2e.python.running_shop import RunningShop
from testkit.broker import TestNats


@pytest.mark.parametrize("shop", ["apart"], indirect=True)
async def test_orders_are_confirmed_while_the_broker_hangs_and_shipped_when_it_goes_on(
    shop: RunningShop, nats: TestNats
) -> None:
    sku = await shop.has_stock(5)
    assert nats.process
    nats.process.send_signal(signal.SIGSTOP)
    try:
        for _ in range(3):
            guest = shop.guest()
            placed = await guest.orders(await guest.fills_bag(sku), await guest.card(), str(uuid4()))
            assert (placed.status_code, placed.json()["state"]) == (201, "confirmed")
        health = [await shop.http.get(f"http://127.0.0.1:{shop.ports[name]}/health") for name in ("order", "logistics")]
        assert [(answer.status_code, answer.json()["status"]) for answer in health] == [(200, "degraded")] * 2
        assert health[0].json()["checks"]["broker"]["ok"] is False
        await shop.until("order", "select count(*) from kit_outbox", 3)
    finally:
        nats.process.send_signal(signal.SIGCONT)

    await shop.until("logistics", "select count(*) from shipments", 3)
    await shop.until("order", "select count(*) from kit_outbox", 0)


@pytest.mark.parametrize("shop", ["apart"], indirect=True)
async def test_an_order_that_waits_for_a_dead_catalogue_says_so_and_can_be_sent_again(shop: RunningShop) -> None:
    sku = await shop.has_stock(5)
    guest = shop.guest()
    checkout, card, key = await guest.fills_bag(sku), await guest.card(), str(uuid4())
    others = [name for name, process in shop.processes.items() if process is shop.processes["product"]]
    await shop.kill_9("product")

    refused = await guest.orders(checkout, card, key)
    await shop.start(*others)
    placed = await guest.orders(checkout, card, key)

    assert refused.status_code == 503
    assert refused.json()["fix"]
    assert (placed.status_code, placed.json()["state"]) == (201, "confirmed")
    assert await shop.sql("order", "select coalesce(sum(captures), 0) from simulated_charges") == 1
