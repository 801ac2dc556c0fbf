"""What the gateway keeps, and what it does when a zone is gone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cli.keys import Keys
from cli.tests.gateway_rig import KEPT, Rig, running_gateway
from kit.names import REFRESH_HEADER
from testkit.waiting import wait_until

PERSONAL = {"Cookie": "souk_access_customer=t", "Authorization": "Bearer t", "X-Guest-Id": "g", "Origin": "http://a"}


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    with running_gateway(tmp_path_factory.mktemp("shop")) as rig:
        yield rig


@pytest.fixture(autouse=True)
def _fresh(gateway: Rig) -> None:
    gateway.forget()


CACHED = [
    "/",
    "/products",
    "/products/mug",
    "/cart",
    "/product-service/api/v1/products",
    "/product-service/api/v1/categories",
]


@pytest.mark.parametrize("path", CACHED)
def test_nothing_personal_enters_or_leaves_a_cached_address(gateway: Rig, path: str) -> None:
    for upstream in gateway.upstreams.values():
        upstream.headers |= KEPT | {"Set-Cookie": "souk_access_customer=t", "Vary": "Cookie, Origin"}

    answers = [
        gateway.client.get(path, params={"q": "personal"}, headers=PERSONAL if first else {}) for first in (1, 0, 0)
    ]

    # A page is kept at once, an answer of a service from the second time on.
    assert len(gateway.asked) == (2 if path.startswith("/product-service/") else 1)
    for one in gateway.asked:
        assert not {"cookie", "authorization", "x-guest-id", "origin", "user-agent"} & set(one.headers)
    assert answers[-1].headers["x-cache"] == "HIT"
    for answer in answers:
        assert "set-cookie" not in answer.headers
        assert answer.headers["cache-control"] == "public, no-cache"


def test_a_kept_answer_that_is_replaced_is_not_given_from_an_open_file(gateway: Rig) -> None:
    zone = gateway.upstreams["zone.products"]
    zone.headers |= KEPT
    secret = Keys(gateway.home / "secrets").secret_of("content", "refresh_secret")
    path = "/products/replaced"

    for edition in ("first", "second", "third"):
        zone.headers["X-Edition"] = edition
        gateway.client.get(path, headers={REFRESH_HEADER: secret})
        kept = [gateway.client.get(path) for _ in range(6)]
        assert {(answer.headers["x-cache"], answer.headers["x-edition"]) for answer in kept} == {("HIT", edition)}


def test_unknown_query_keys_share_one_entry(gateway: Rig) -> None:
    gateway.upstreams["zone.products"].headers |= KEPT
    asked = [
        "category=mugs&option.Color=Blue&option.Color=Red&sort=price",
        "utm_source=a&category=mugs&utm_medium=b&gclid=c&option.Color=Blue&fbclid=d&option.Color=Red&sort=price&z=1",
        "x&&=&category=mugs&categoryx=2&option.Color=Blue&option=3&option.Color=Red&sort=price&",
    ]

    states = [gateway.client.get(f"/products?{query}").headers["x-cache"] for query in asked]

    assert states == ["MISS", "HIT", "HIT"]
    assert [one.target for one in gateway.asked] == [f"/products/en?{asked[0]}"]


def test_known_query_keys_have_entries_of_their_own(gateway: Rig) -> None:
    gateway.upstreams["service.product"].headers |= KEPT
    path = "/product-service/api/v1/products"

    for query in ("category=a", "category=b", "option.Size=M", "cursor=eyJ9", "q=caf%C3%A9+au%20lait"):
        gateway.client.get(f"{path}?{query}")

    targets = [one.target.removeprefix("/api/v1/products?") for one in gateway.asked]
    assert targets == ["category=a", "category=b", "option.Size=M", "cursor=eyJ9", "q=caf%C3%A9+au%20lait"]


def test_no_number_of_unknown_keys_gets_past(gateway: Rig) -> None:
    query = "&".join(f"x{n}=1&q=w{n}" for n in range(40))

    gateway.client.get(f"/products?{query}")

    assert all(f"x{n}=" not in gateway.asked[0].target for n in range(40))


def test_a_page_is_compressed_by_its_zone_and_each_coding_kept_by_itself(gateway: Rig) -> None:
    zone = gateway.upstreams["zone.products"]
    zone.headers |= KEPT
    zone.compresses = True
    takes_gzip = ("gzip, deflate, br, zstd", "br;q=1.0, gzip;q=0.8", "gzip")
    takes_none = ("identity", "gzip;q=0", "br, gzip; q=0.0")

    answers = [
        gateway.client.get("/products/bowl", headers={"Accept-Encoding": coding}) for coding in takes_gzip + takes_none
    ]

    assert [answer.headers.get("content-encoding") for answer in answers] == ["gzip"] * 3 + [None] * 3
    assert [answer.headers["x-cache"] for answer in answers] == ["MISS", "HIT", "HIT"] * 2
    assert {answer.headers["vary"] for answer in answers} == {"Accept-Encoding"}
    assert len({answer.text for answer in answers}) == 1
    assert [one.headers.get("accept-encoding", "") for one in gateway.asked] == ["gzip", ""]


def test_only_what_says_so_is_kept(gateway: Rig) -> None:
    gateway.upstreams["zone.host"].headers["Cache-Control"] = "private, no-store"

    answers = [gateway.client.get("/fresh") for _ in range(2)]

    assert len(gateway.asked) == 2
    assert answers[1].headers["cache-control"] == "private, no-store"


def test_a_write_below_a_cached_path_goes_through_whole(gateway: Rig) -> None:
    answer = gateway.client.post("/product-service/api/v1/products/mug?x=1", json={"a": 1}, headers=PERSONAL)

    (one,) = gateway.upstreams["service.product"].asked
    assert (one.method, one.target, one.body) == ("POST", "/api/v1/products/mug?x=1", b'{"a":1}')
    assert one.headers["cookie"] == PERSONAL["Cookie"]
    assert answer.status_code == 200
    assert "x-service-key" not in one.headers


def test_a_write_below_a_cached_path_of_a_dead_service_is_a_problem(gateway: Rig) -> None:
    gateway.upstreams["service.product"].stop()

    answer = gateway.client.post("/product-service/api/v1/products/mug", json={})

    assert (answer.status_code, answer.json()["type"]) == (503, "urn:souk:unavailable")


def test_a_page_outlives_its_zone(gateway: Rig) -> None:
    zone = gateway.upstreams["zone.products"]
    zone.headers |= KEPT | {"Cache-Control": "s-maxage=1"}
    gateway.client.get("/products/kept")
    zone.stop()

    wait_until(lambda: gateway.client.get("/products/kept").headers["x-cache"] != "HIT")
    kept, unknown = gateway.client.get("/products/kept"), gateway.client.get("/products/unknown")

    assert (kept.status_code, kept.headers["x-cache"]) == (200, "STALE")
    assert unknown.status_code == 502
    assert "This stall is closed for a moment" in unknown.text
    assert '<html lang="ar" dir="rtl">' in gateway.client.get("/ar/products/unknown").text
    assert unknown.headers["retry-after"] == "5"
    assert "style-src 'self'" in unknown.headers["content-security-policy"]
    assert gateway.client.get("/_souk/plain.css").headers["content-type"] == "text/css"


def test_a_page_is_refreshed_behind_the_shoppers_back(gateway: Rig) -> None:
    zone = gateway.upstreams["zone.products"]
    zone.headers |= KEPT | {"Cache-Control": "s-maxage=1, stale-while-revalidate=60"}
    states = ["MISS"]

    def come_to(state: str) -> bool:
        states.append(gateway.client.get("/products/refreshed").headers["x-cache"])
        return states[-1] == state

    gateway.client.get("/products/refreshed")
    wait_until(lambda: come_to("STALE"))
    wait_until(lambda: come_to("HIT"))

    assert "MISS" not in states[1:]
    assert len(zone.asked) >= 2


def test_an_error_of_a_zone_does_not_replace_a_good_page(gateway: Rig) -> None:
    zone = gateway.upstreams["zone.products"]
    zone.headers |= KEPT | {"Cache-Control": "s-maxage=1"}
    gateway.client.get("/products/good")
    zone.status = 500
    wait_until(lambda: gateway.client.get("/products/good").headers["x-cache"] != "HIT")

    assert gateway.client.get("/products/good").status_code == 200


def test_who_knows_a_services_secret_makes_an_address_be_fetched_anew_for_everybody(gateway: Rig) -> None:
    zone = gateway.upstreams["zone.products"]
    zone.headers |= KEPT
    secret = Keys(gateway.home / "secrets").secret_of("content", "refresh_secret")
    path = "/products/renewed"
    gateway.client.get(path)

    forged = gateway.client.get(path, headers={REFRESH_HEADER: "guessed"})
    zone.headers["X-Edition"] = "new"
    renewed = gateway.client.get(path, headers={REFRESH_HEADER: secret})
    after = gateway.client.get(path)

    assert [answer.headers["x-cache"] for answer in (forged, renewed, after)] == ["HIT", "BYPASS", "HIT"]
    assert "x-edition" not in forged.headers
    assert after.headers["x-edition"] == "new"
    assert all(REFRESH_HEADER not in one.headers for one in gateway.asked)
    assert (gateway.home / "run" / "refresh.conf").stat().st_mode & 0o077 == 0
