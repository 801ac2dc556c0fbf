from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID, uuid4

import jwt
import pytest

from kit.http.auth import Anyone, AnyShopper, Customer, MaybeShopper, SignedIn, User, from_service, staff
from kit.http.router import Router
from kit.http.tokens import SigningKey
from kit.tests.demo import KEY, demo, problem

OrderOnly = Annotated[str, from_service("order")]
OrderOrCart = Annotated[str, from_service("order", "cart")]
Agent = Annotated[User, staff("tickets:answer")]
Answerer = Annotated[User, staff("reviews:answer", "seller", "admin")]
SAME_ORIGIN = {"sec-fetch-site": "same-origin"}


def a_router() -> Router:
    router = Router()

    @router.get("/open")
    async def open_to_all(caller: Anyone) -> str:
        return "open"

    @router.get("/me")
    async def me(user: SignedIn) -> dict[str, str]:
        return {"id": str(user.id), "type": user.type}

    @router.post("/me")
    async def change_me(user: Customer) -> str:
        return user.key

    @router.get("/desk")
    async def desk(agent: Agent) -> str:
        return agent.type

    @router.get("/answers")
    async def answers(user: Answerer) -> str:
        return user.type

    @router.get("/bag")
    async def bag(shopper: AnyShopper) -> dict[str, Any]:
        return {"key": shopper.key, "guest": str(shopper.guest_id), "sends": dict(shopper.credentials)}

    @router.put("/bag")
    async def change_bag(shopper: AnyShopper) -> str:
        return shopper.key

    @router.get("/track")
    async def track(shopper: MaybeShopper) -> str | None:
        return shopper.key if shopper else None

    with_services(router)
    return router


def with_services(router: Router) -> None:
    @router.get("/inside")
    async def inside(caller: OrderOnly) -> str:
        return caller

    @router.get("/inside-for-two")
    async def inside_for_two(caller: OrderOrCart) -> str:
        return caller


async def test_a_bearer_token_signs_in() -> None:
    shop = demo(a_router())
    alice = uuid4()

    answer = await shop.http.get("/api/v1/me", headers=shop.bearer("customer", alice))

    assert answer.json() == {"id": str(alice), "type": "customer"}


@pytest.mark.parametrize("user_type", ["customer", "seller", "admin"])
async def test_each_user_type_has_a_cookie_of_its_own(user_type: Any) -> None:
    shop = demo(a_router())

    assert (await shop.http.get("/api/v1/me", headers=shop.cookie(user_type))).json()["type"] == user_type


async def test_without_a_token_sign_in_is_asked_for() -> None:
    shop = demo(a_router())

    answer = await shop.http.get("/api/v1/me")

    problem(answer, 401, "sign-in-needed")
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_an_expired_token_asks_for_a_refresh() -> None:
    shop = demo(a_router())
    headers = shop.bearer()
    assert (await shop.http.get("/api/v1/me", headers=headers)).status_code == 200

    shop.clock.advance(seconds=600)

    problem(await shop.http.get("/api/v1/me", headers=headers), 401, "token-expired")


async def test_an_expired_customer_is_not_taken_for_the_guest_they_were() -> None:
    shop = demo(a_router())
    headers = {**shop.bearer(), "x-guest-id": KEY.guest(uuid4())}
    shop.clock.advance(seconds=601)

    problem(await shop.http.get("/api/v1/bag", headers=headers), 401, "token-expired")


async def test_a_token_signed_by_a_stranger_is_refused() -> None:
    shop = demo(a_router())
    token = SigningKey.generate().access_token(uuid4(), "admin", uuid4(), at=shop.clock.now())

    problem(await shop.http.get("/api/v1/me", headers={"authorization": f"Bearer {token}"}), 401, "token-invalid")


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
async def test_a_token_cannot_choose_a_weaker_algorithm(algorithm: str) -> None:
    shop = demo(a_router())
    body = {"sub": str(uuid4()), "typ": "admin", "sid": str(uuid4()), "iss": "souk", "exp": 9999999999}
    secret = "" if algorithm == "none" else KEY.jwks()["keys"][0]["x"]
    token = jwt.encode(body, secret, algorithm=algorithm, headers={"kid": KEY.kid})

    problem(await shop.http.get("/api/v1/me", headers={"authorization": f"Bearer {token}"}), 401, "token-invalid")


@pytest.mark.parametrize("token", ["x", "a.b.c", "x" * 5000, "é"])
async def test_nonsense_is_no_token(token: str) -> None:
    shop = demo(a_router())
    headers = [(b"authorization", f"Bearer {token}".encode())]

    problem(await shop.http.get("/api/v1/me", headers=headers), 401, "token-invalid")


async def test_a_customer_is_no_admin() -> None:
    shop = demo(a_router())

    said = problem(await shop.http.get("/api/v1/desk", headers=shop.bearer("customer")), 403, "wrong-user-type")

    assert said["facts"] == {"has": "customer", "needs": ["admin"]}


async def test_an_admin_does_what_the_role_includes_and_no_more() -> None:
    shop = demo(a_router())

    agent = await shop.http.get("/api/v1/desk", headers=shop.bearer("admin", permissions=["tickets:answer"]))
    editor = await shop.http.get("/api/v1/desk", headers=shop.bearer("admin", permissions=["content:edit"]))
    nobody = await shop.http.get("/api/v1/desk", headers=shop.bearer("admin", permissions=[]))

    assert agent.json() == "admin"
    assert problem(editor, 403, "permission-needed")["facts"] == {"permission": "tickets:answer"}
    problem(nobody, 403, "permission-needed")


async def test_a_permission_counts_only_for_the_types_that_the_route_names() -> None:
    shop = demo(a_router())
    held = ["tickets:answer", "reviews:answer"]

    assert (await shop.http.get("/api/v1/answers", headers=shop.bearer("seller", permissions=held))).json() == "seller"
    problem(
        await shop.http.get("/api/v1/desk", headers=shop.bearer("seller", permissions=held)), 403, "wrong-user-type"
    )


async def test_a_token_of_before_there_were_permissions_is_an_owners() -> None:
    shop = demo(a_router())

    assert (await shop.http.get("/api/v1/desk", headers=shop.bearer("admin"))).json() == "admin"
    problem(await shop.http.get("/api/v1/desk", headers=shop.bearer("seller")), 403, "wrong-user-type")


async def test_an_admins_token_in_the_customers_cookie_is_refused() -> None:
    shop = demo(a_router())

    answer = await shop.http.get("/api/v1/me", headers={"cookie": f"souk_access_customer={shop.token('admin')}"})

    problem(answer, 401, "token-invalid")


@pytest.mark.parametrize("where", ["cookie", "header"])
async def test_a_guest_is_known_by_a_signed_id(where: str) -> None:
    shop = demo(a_router())
    guest = uuid4()
    signed = KEY.guest(guest)
    headers = {"cookie": f"souk_guest={signed}"} if where == "cookie" else {"x-guest-id": signed}

    said = (await shop.http.get("/api/v1/bag", headers=headers)).json()

    assert said["key"] == f"guest:{guest}"
    assert said["sends"] == {"x-guest-id": signed}


async def test_a_guest_id_cannot_be_made_up() -> None:
    shop = demo(a_router())
    signature = KEY.guest(uuid4()).partition(".")[2]

    for forged in (f"{uuid4()}.{signature}", str(uuid4()), f"{uuid4()}.", "x" * 5000):
        problem(await shop.http.get("/api/v1/bag", headers={"x-guest-id": forged}), 401, "token-invalid")


async def test_a_guests_cookie_of_another_day_is_replaced_rather_than_refused() -> None:
    shop = demo(a_router())
    stale = {"cookie": f"souk_guest={SigningKey.generate().guest(uuid4())}"}

    problem(await shop.http.get("/api/v1/bag", headers=stale), 401, "guest-needed")
    assert (await shop.http.get("/api/v1/bag", headers={**stale, **shop.bearer()})).status_code == 200


async def test_signed_in_wins_over_guest_and_keeps_both_for_the_merge() -> None:
    shop = demo(a_router())
    alice, guest = uuid4(), uuid4()
    headers = {**shop.bearer("customer", alice), "x-guest-id": KEY.guest(guest)}

    said = (await shop.http.get("/api/v1/bag", headers=headers)).json()

    assert said["key"] == f"customer:{alice}"
    assert said["guest"] == str(guest)
    assert said["sends"] == headers


async def test_a_shopper_from_a_cookie_is_sent_on_as_a_bearer() -> None:
    shop = demo(a_router())
    cookie = shop.cookie()

    said = (await shop.http.get("/api/v1/bag", headers=cookie)).json()

    assert said["sends"] == {"authorization": f"Bearer {cookie['cookie'].partition('=')[2]}"}


async def test_nobody_is_no_shopper_unless_the_route_allows_it() -> None:
    shop = demo(a_router())

    problem(await shop.http.get("/api/v1/bag"), 401, "guest-needed")
    assert (await shop.http.get("/api/v1/track")).json() is None


async def test_only_the_named_services_may_ask() -> None:
    shop = demo(a_router())

    async def ask(path: str, key: str | None) -> Any:
        return await shop.http.get(f"/api/v1/{path}", headers={"x-service-key": key} if key else {})

    assert (await ask("inside", "key-of-order")).json() == "order"
    assert (await ask("inside-for-two", "key-of-cart")).json() == "cart"
    for key in ("key-of-cart", "wrong", None):
        problem(await ask("inside", key), 401, "service-key-needed")


async def test_a_customer_is_no_service() -> None:
    shop = demo(a_router())

    problem(await shop.http.get("/api/v1/inside", headers=shop.bearer("admin")), 401, "service-key-needed")


async def test_a_public_route_does_not_look_at_who_asks() -> None:
    shop = demo(a_router())

    answer = await shop.http.get("/api/v1/open", headers={"authorization": "Bearer nonsense", "x-guest-id": "x"})

    assert answer.json() == "open"


def test_a_signing_key_survives_its_file() -> None:
    again = SigningKey.read(KEY.pem())
    guest = UUID(int=7)

    assert again.kid == KEY.kid
    assert KEY.public_keys().guest_of(again.guest(guest)) == guest
