from __future__ import annotations

import asyncio

from contracts.user import UserSignedUp
from souk_user.actions.codes import Asked
from souk_user.actions.deps import Deps
from souk_user.actions.signing_up import ask_sign_up, sign_up_by_code
from souk_user.commands.accounts import Wanted, make_accounts
from souk_user.domain.accounts import Credentials
from souk_user.domain.devices import Client
from souk_user.storage import PostgresUsers
from souk_user.testing.people import read_code, sign_up

ASHA = Credentials("asha@souk.example", "korb-9-regen")


async def announced(users: PostgresUsers) -> list[UserSignedUp]:
    rows = await users.fetch("select subject, body::text as body from kit_outbox order by id")
    assert {row["subject"] for row in rows} <= {UserSignedUp.subject}
    return [UserSignedUp.model_validate_json(row["body"]) for row in rows]


async def test_a_sign_up_is_announced_once_and_names_no_person(real_deps: Deps, users: PostgresUsers) -> None:
    account = (await sign_up(real_deps, ASHA, "Asha Rao", Client("192.0.2.1"))).account

    events = await announced(users)

    assert [event.user_id for event in events] == [account.id]
    assert "asha" not in events[0].model_dump_json().lower()


async def test_of_sign_ups_at_once_only_the_one_that_won_is_announced(real_deps: Deps, users: PostgresUsers) -> None:
    tickets = [await ask_sign_up(real_deps, ASHA, "Asha", Client("192.0.2.1")) for _ in range(4)]
    codes = [await read_code(users, ticket.id) for ticket in tickets]

    await asyncio.gather(
        *(
            sign_up_by_code(real_deps, Asked("customer", ticket, Client("192.0.2.1")), code)
            for ticket, code in zip(tickets, codes, strict=True)
        ),
        return_exceptions=True,
    )

    assert len(await announced(users)) == 1


async def test_sellers_and_admins_are_no_customers_that_signed_up(real_deps: Deps, users: PostgresUsers) -> None:
    await make_accounts(real_deps, [Wanted("seller", "ravi@souk.example", "Ravi", None)])

    assert await announced(users) == []
