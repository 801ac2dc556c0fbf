"""Where somebody is signed in: seen, ended from elsewhere, and ended by a new password."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from kit.http.auth import User
from kit.http.limits import TooMany
from kit.http.tokens import USER_TYPES
from souk_user.actions.deps import Deps
from souk_user.actions.entering import Entered, log_in
from souk_user.actions.proving import change_password
from souk_user.actions.sessions import list_own, refresh, sign_out_everywhere_else, sign_out_there
from souk_user.domain.accounts import Credentials, WeakPassword
from souk_user.domain.devices import Client
from souk_user.domain.sessions import SessionOver, WrongCredentials
from souk_user.testing.memory import MemoryUsers
from souk_user.testing.people import sign_up, whole
from testkit.clients import ServiceClient
from testkit.clock import ManualClock

ASHA = Credentials("asha@souk.example", "korb-9-regen")
PHONE, LAPTOP = Client("192.0.2.1", name="Chrome 143, Android"), Client("192.0.2.2", name="Firefox 140, Linux")
SAME_SITE = {"sec-fetch-site": "same-origin"}


def user_of(deps: Deps, entered: Entered) -> User:
    claims = deps.signing.public_keys().claims_of(entered.tokens.access)
    return User(claims.user_id, claims.type, claims.session_id)


@pytest.fixture
async def phone(deps: Deps) -> Entered:
    return await sign_up(deps, ASHA, "Asha Rao", PHONE)


@pytest.fixture
async def laptop(deps: Deps, phone: Entered) -> Entered:
    return whole(await log_in(deps, "customer", ASHA, LAPTOP))


async def test_each_device_says_what_it_is_and_when_it_was_seen(
    deps: Deps, phone: Entered, laptop: Entered, clock: ManualClock
) -> None:
    began = clock.now()
    clock.advance(hours=3)
    await refresh(deps, "customer", phone.tokens.refresh)

    seen = await list_own(deps, user_of(deps, laptop))

    assert [(each.device, each.started_at, each.last_seen_at) for each in seen] == [
        (LAPTOP.name, began, began),
        (PHONE.name, began, clock.now()),
    ]


async def test_who_is_signed_out_there_is_out_with_the_next_refresh(
    deps: Deps, phone: Entered, laptop: Entered
) -> None:
    await sign_out_there(deps, user_of(deps, laptop), user_of(deps, phone).session_id)

    with pytest.raises(SessionOver):
        await refresh(deps, "customer", phone.tokens.refresh)
    await refresh(deps, "customer", laptop.tokens.refresh)


async def test_everywhere_else_is_everywhere_but_here(deps: Deps, phone: Entered, laptop: Entered) -> None:
    tablet = whole(await log_in(deps, "customer", ASHA, LAPTOP))

    await sign_out_everywhere_else(deps, user_of(deps, laptop))

    for other in (phone, tablet):
        with pytest.raises(SessionOver):
            await refresh(deps, "customer", other.tokens.refresh)
    assert len(await list_own(deps, user_of(deps, laptop))) == 1


async def test_who_was_signed_out_cannot_sign_out_the_owner_with_what_is_left_of_the_token(
    deps: Deps, phone: Entered, laptop: Entered
) -> None:
    thief, owner = user_of(deps, phone), user_of(deps, laptop)
    await sign_out_there(deps, owner, thief.session_id)

    with pytest.raises(SessionOver):
        await sign_out_everywhere_else(deps, thief)
    with pytest.raises(SessionOver):
        await sign_out_there(deps, thief, owner.session_id)
    with pytest.raises(SessionOver):
        await change_password(deps, thief, ASHA.password, "neue-9-worte")

    assert len(await list_own(deps, owner)) == 1


async def test_nobody_ends_the_session_of_another_account(deps: Deps, phone: Entered) -> None:
    eve = await sign_up(deps, replace(ASHA, email="eve@souk.example"), "Eve", LAPTOP)

    await sign_out_there(deps, user_of(deps, eve), user_of(deps, phone).session_id)

    await refresh(deps, "customer", phone.tokens.refresh)


async def test_a_new_password_ends_all_other_sessions_and_says_so(deps: Deps, phone: Entered, laptop: Entered) -> None:
    await change_password(deps, user_of(deps, laptop), ASHA.password, "neue-9-worte")

    with pytest.raises(SessionOver):
        await refresh(deps, "customer", phone.tokens.refresh)
    await refresh(deps, "customer", laptop.tokens.refresh)
    await log_in(deps, "customer", replace(ASHA, password="neue-9-worte"), PHONE)
    assert isinstance(deps.users, MemoryUsers)
    assert [(mail.kind, mail.to) for mail in deps.users.rows.posted] == [("password-changed", ASHA.email)]


async def test_a_password_changes_only_with_the_old_one_and_never_to_a_weak_one(
    deps: Deps, phone: Entered, laptop: Entered
) -> None:
    user = user_of(deps, laptop)

    with pytest.raises(WrongCredentials):
        await change_password(deps, user, "wrong-password", "neue-9-worte")
    with pytest.raises(WeakPassword):
        await change_password(deps, user, ASHA.password, "iloveyou1")

    await refresh(deps, "customer", phone.tokens.refresh)
    await log_in(deps, "customer", ASHA, PHONE)


async def test_at_an_open_browser_the_old_password_is_not_guessed_without_end(deps: Deps, laptop: Entered) -> None:
    for _ in range(deps.code_limits.per_contact):
        with pytest.raises(WrongCredentials):
            await change_password(deps, user_of(deps, laptop), "wrong-password", "neue-9-worte")

    with pytest.raises(TooMany):
        await change_password(deps, user_of(deps, laptop), ASHA.password, "neue-9-worte")


async def test_over_http_sessions_are_listed_and_ended(client: ServiceClient) -> None:
    entered = await sign_up(client.deps, ASHA, "Asha Rao", LAPTOP)
    body = {"email": ASHA.email, "password": ASHA.password}
    told = {"x-device-info": "app=web; browser=Chrome 143; os=Android; screen=360x800"}
    assert (await client.post("/auth/customer/login", json=body, headers={**SAME_SITE, **told})).status_code == 200
    here = client.with_headers({**SAME_SITE, "cookie": f"souk_access_customer={entered.tokens.access}"})

    listed = await here.get("/me/sessions")
    sessions: list[dict[str, Any]] = listed.json()["items"]

    assert [(each["device"], each["current"]) for each in sessions] == [(LAPTOP.name, True), (PHONE.name, False)]
    assert (await here.delete(f"/me/sessions/{sessions[1]['id']}")).status_code == 204
    assert (await here.delete(f"/me/sessions/{uuid4()}")).status_code == 204
    assert len((await here.get("/me/sessions")).json()["items"]) == 1
    assert (await here.delete("/me/sessions")).status_code == 204
    change = {"old_password": ASHA.password, "password": "neue-9-worte"}
    assert (await here.put("/me/password", json=change)).status_code == 204
    wrong = await here.put("/me/password", json=change)
    assert (wrong.status_code, wrong.json()["type"]) == (401, "urn:souk:wrong-credentials")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/me/sessions"),
        ("DELETE", "/me/sessions"),
        ("DELETE", f"/me/sessions/{UUID(int=1)}"),
        ("PUT", "/me/password"),
    ],
)
async def test_strangers_guests_foreign_pages_and_forgotten_sessions_are_refused(
    client: ServiceClient, method: str, path: str
) -> None:
    body = {"old_password": "x", "password": "neue-9-worte"} if method == "PUT" else None
    for caller in (client, client.as_guest(), *(client.with_headers(client.bearer(each)) for each in USER_TYPES)):
        assert (await caller.request(method, path, json=body)).status_code == 401
    if method == "GET":
        return  # no page reads what another site answers
    cookie = client.bearer("customer")["authorization"].removeprefix("Bearer ")
    foreign = client.with_headers({"sec-fetch-site": "cross-site", "cookie": f"souk_access_customer={cookie}"})
    assert (await foreign.request(method, path, json=body)).status_code == 403
    assert (await client.as_customer().delete("/me/sessions/no-id")).status_code == 400
