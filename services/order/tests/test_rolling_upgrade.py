"""Replicas of the release before go on while this one starts: both releases share rows, leases and versions.

The statements are those of that release. This file goes with the next one, which drops what they need.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from kit.data.database import Database, PostgresStore
from souk_order.domain.payments import Confirm
from souk_order.domain.states import OrderState
from souk_order.sagas.checkout import KIND
from souk_order.storage.documents import document_of
from souk_order.testing.examples import NOW, an_order
from souk_order.testing.kept import PostgresKept
from souk_order.testing.order_store_behaviour import added, saved
from souk_order.testing.shop import CHALLENGES, OrderShop

OLD = uuid4()
STUCK = """step not in ('done', 'undone') and (lease_until is null or lease_until < now())
           and (step <> 'challenged' or give_up_at <= $1)"""


async def begun_by_the_release_before(database: Database) -> UUID:
    order, store = an_order(), PostgresStore(database)
    document = json.loads(json.dumps(document_of(order)))
    await store.execute(
        """insert into orders (id, number, checkout_id, checkout_key, cart_id, customer_id, guest_id, state,
                               payment_method, payment_state, payment_token, lines, totals, contact, address, delivery,
                               timeline, placed_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
           on conflict do nothing returning true""",
        *(order.id, order.number, order.checkout_id, order.checkout_key, order.cart_id, order.customer_id),
        *(order.guest_id, order.state, "cash_on_delivery", order.payment.state, None),
        *(document[part] for part in ("lines", "totals", "contact", "address", "delivery")),
        *([], order.placed_at),
    )
    await store.execute(
        """insert into sagas (order_id, step, give_up_at, version, lease_holder, lease_until)
           values ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))""",
        *(order.id, "reserving", NOW + timedelta(minutes=2), 1, OLD, 5.0),
    )
    return order.id


async def saved_by_the_release_before(database: Database, order_id: UUID, step: str, version: int) -> Any:
    return await PostgresStore(database).fetchval(
        """update sagas set step = $4, tries = $5, give_up_at = $6, version = version + 1, moved_at = now(),
                  lease_holder = case when $7 then null else lease_holder end,
                  lease_until = case when $7 then null else lease_until end
           where order_id = $1 and lease_holder = $2 and version = $3 returning version""",
        *(order_id, OLD, version, step, 0, NOW + timedelta(minutes=5), step in {"challenged", "done", "undone"}),
    )


async def test_an_order_that_the_release_before_left_lying_is_finished(
    real_shop: OrderShop, database: Database
) -> None:
    order_id = await begun_by_the_release_before(database)
    await real_shop.others_carry_on()
    assert (await real_shop.deps.orders.get(order_id)).state is OrderState.PENDING  # it is held

    await real_shop.leases_run_out()
    await real_shop.others_carry_on()

    assert (await real_shop.deps.orders.get(order_id)).state is OrderState.CONFIRMED
    assert await saved_by_the_release_before(database, order_id, "authorising", 1) is None  # and no longer its own


async def test_a_challenge_and_an_end_of_the_release_before_are_understood(
    real_shop: OrderShop, kept: PostgresKept, database: Database
) -> None:
    order_id = await begun_by_the_release_before(database)

    await saved_by_the_release_before(database, order_id, "challenged", 1)
    challenged = await kept.sagas.find(KIND, order_id)
    await kept.sql("update sagas set lease_holder = $2 where order_id = $1", order_id, OLD)
    await saved_by_the_release_before(database, order_id, "undone", 2)
    ended = await kept.sagas.find(KIND, order_id)

    assert challenged
    assert challenged.waits_until == challenged.give_up_at
    assert ended
    assert ended.ended


async def test_the_release_before_carries_on_what_this_one_left_lying(
    real_shop: OrderShop, kept: PostgresKept, database: Database
) -> None:
    waiting = await real_shop.places(number=CHALLENGES)

    due = await kept.sql(f"select count(*) from sagas where {STUCK}", NOW)
    taken = await PostgresStore(database).fetchrow(
        """update sagas set step = 'answering', answer = $2, tries = 0, version = version + 1, moved_at = now(),
                  lease_holder = $3, lease_until = now() + make_interval(secs => $4)
           where order_id = $1 and step = 'challenged' and give_up_at > $5
             and (lease_until is null or lease_until < now()) returning order_id, step, answer""",
        *(waiting.id, "approve", OLD, 5.0, NOW),
    )

    assert due == 0
    assert taken
    assert tuple(taken) == (waiting.id, "answering", "approve")
    await real_shop.leases_run_out()
    await real_shop.others_carry_on()
    assert (await real_shop.deps.orders.get(waiting.id)).state is OrderState.CONFIRMED


async def test_both_releases_read_what_the_other_wrote(kept: PostgresKept, database: Database) -> None:
    ours = await added(kept)
    theirs = await kept.orders.get(await begun_by_the_release_before(database))
    await saved(kept, ours.challenged(Confirm("Was it you?"), "3184"))
    await kept.sql("update orders set payment_question = 'And you?' where id = $1", theirs.id)

    row = await PostgresStore(database).fetchrow("select * from orders where id = $1", ours.id)

    assert row
    assert (row["lines"], row["address"]) == (row["document"]["lines"], row["document"]["address"])
    assert row["payment_question"] == "Was it you?"
    assert (await kept.orders.get(theirs.id)).payment.challenge == Confirm("And you?")
    assert theirs.lines == replace(ours, id=theirs.id).lines
    await kept.sql("update orders set payment_question = null where id = $1", theirs.id)
    assert (await kept.orders.get(theirs.id)).payment.challenge is None
