from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from reviews_examples import ALICE, KILN, MUG, a_report, an_order, sold_by

from contracts.order import OrderPlaced
from kit.data.database import AlreadyDone, PostgresStore
from souk_reviews.domain.reviews import Standing
from souk_reviews.events import remember_deliveries, remember_purchases, remember_sellers
from souk_reviews.jobs import forget_deliveries_of_nobody

if TYPE_CHECKING:
    from kit.data.database import Database
    from souk_reviews.actions.deps import Deps
    from testkit.clock import ManualClock


@pytest.mark.parametrize("arrives_first", [False, True])
async def test_who_ordered_and_got_a_product_may_review_it_whichever_is_told_first(
    deps: Deps, arrives_first: bool
) -> None:
    order = an_order(ALICE, MUG, "bud-vase")
    tell = [lambda: remember_purchases([order], deps), lambda: remember_deliveries([a_report(order)], deps)]
    if arrives_first:
        tell.reverse()

    standings = [await deps.purchases.standing_of(ALICE, MUG)]
    for each in tell:
        await each()
        standings.append(await deps.purchases.standing_of(ALICE, MUG))

    between = Standing.NOT_BOUGHT if arrives_first else Standing.ON_ITS_WAY
    assert standings == [Standing.NOT_BOUGHT, between, Standing.MAY_WRITE]
    assert await deps.purchases.standing_of(ALICE, "bud-vase") is Standing.MAY_WRITE
    assert await deps.purchases.standing_of(uuid4(), MUG) is Standing.NOT_BOUGHT


async def test_a_parcel_on_its_way_lets_nobody_write_yet(deps: Deps) -> None:
    order = an_order()
    await remember_purchases([order], deps)

    await remember_deliveries([a_report(order, "out_for_delivery")], deps)

    assert await deps.purchases.standing_of(ALICE, MUG) is Standing.ON_ITS_WAY


async def test_what_is_delivered_again_changes_nothing(deps: Deps, database: Database) -> None:
    order = OrderPlaced.model_validate_json(an_order().model_dump_json())
    report = a_report(order)
    for _ in range(2):
        with contextlib.suppress(AlreadyDone):  # which the consumer takes for success
            await remember_purchases([order], deps)
        with contextlib.suppress(AlreadyDone):
            await remember_deliveries([report], deps)

    many = "select (select count(*) from purchases) + (select count(*) from deliveries)"
    assert await PostgresStore(database).fetchval(many) == 2


async def test_of_guests_nothing_is_kept_for_long(deps: Deps, database: Database, clock: ManualClock) -> None:
    of_guest, of_customer = an_order(None), an_order(ALICE)
    await remember_purchases([of_guest, of_customer], deps)
    await remember_deliveries([a_report(of_guest), a_report(of_customer)], deps)
    clock.advance(days=61)

    await forget_deliveries_of_nobody(deps)

    rows = await PostgresStore(database).fetch("select order_id from deliveries")
    assert [row["order_id"] for row in rows] == [of_customer.order_id]
    assert await PostgresStore(database).fetchval("select count(*) from purchases") == 1


async def test_whose_a_product_is_the_newest_announcement_says_however_often_and_late_others_come(deps: Deps) -> None:
    first, second = sold_by(KILN), sold_by(None, 2)

    for event in (second, first, second):
        with contextlib.suppress(AlreadyDone):
            await remember_sellers([event], deps)
    given_back = await deps.reviews.find_seller(MUG)
    await remember_sellers([sold_by(KILN, 4), sold_by(ALICE, 3)], deps)

    assert given_back is None
    assert await deps.reviews.find_seller(MUG) == KILN


async def test_an_order_of_the_release_before_names_no_products_and_is_passed_over(deps: Deps) -> None:
    await remember_purchases([an_order(ALICE, None)], deps)

    assert await deps.purchases.standing_of(ALICE, MUG) is Standing.NOT_BOUGHT
