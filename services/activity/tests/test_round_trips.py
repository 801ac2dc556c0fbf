"""How often what follows an order speaks with the database, however many orders there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from activity_examples import ALICE, NOON, an_order

from souk_activity.actions import following
from souk_activity.app import build
from souk_activity.settings import Settings
from testkit.clock import ManualClock
from testkit.statements import CountedDatabase

if TYPE_CHECKING:
    from testkit.plugin import DatabaseOf, MakeServiceClient


@pytest.mark.parametrize("number", [1, 20])
async def test_orders_of_people_who_told_of_no_visit_are_one_question_and_one_statement(
    database_of: DatabaseOf, service_client: MakeServiceClient, number: int
) -> None:
    async with CountedDatabase((await database_of("activity")).url) as counted:
        client = await service_client(build, Settings, clock=ManualClock(NOON), database=counted)
        counted.sent.clear()

        await following.count_orders(client.deps, [an_order("mug", "cup", customer_id=ALICE) for _ in range(number)])

        assert len(counted.sent) == 2, counted.sent
