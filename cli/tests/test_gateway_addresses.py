"""Where an address leads: to a page in its language, or to a file that the gateway serves by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cli.releases.pages import GIVEN
from cli.tests.gateway_rig import KEPT, Rig, home_with_files, running_gateway


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    home = home_with_files(tmp_path_factory.mktemp("shop"))
    with running_gateway(home) as rig:
        _given_by_the_host(home, "theme.js")
        yield rig


def _given_by_the_host(home: Path, name: str) -> None:
    """In whichever build visitors are given, also where the tree has none."""
    for place in (home / "run" / GIVEN / "host" / "at").iterdir():
        public = (place / "public").resolve()
        public.mkdir(parents=True, exist_ok=True)
        (public / name).write_text("1")


@pytest.fixture(autouse=True)
def _fresh(gateway: Rig) -> None:
    gateway.forget()


def test_pages_are_only_read(gateway: Rig) -> None:
    assert gateway.client.post("/products/mug", data={"a": "1"}).status_code == 405
    assert gateway.asked == []


def test_a_federated_page_is_one_page_of_the_host_for_all_its_paths(gateway: Rig) -> None:
    answers = [gateway.client.get(path) for path in ("/orders", "/orders/1?x=1", "/orders/2/parcel")]

    assert [one.target for one in gateway.asked] == ["/en/orders"]
    assert [one.part for one in gateway.asked] == ["zone.host"]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert answers[2].headers["cache-control"] == "public, no-cache"
    assert gateway.client.get("/ordersx").headers["x-cache"] == "MISS"


def test_a_page_is_kept_by_itself_in_each_language(gateway: Rig) -> None:
    gateway.upstreams["zone.products"].headers |= KEPT
    paths = ("/products/mug", "/hi/products/mug", "/ar/products/mug", "/hi", "/hi/products/", "/hi/orders/1")

    first = [gateway.client.get(path).headers["x-cache"] for path in paths]
    again = [gateway.client.get(path, headers={"accept-language": "ar"}).headers["x-cache"] for path in paths[:3]]

    assert (first, again) == (["MISS"] * len(paths), ["HIT"] * 3)
    asked = {one.target for one in gateway.asked}
    assert asked == {f"/products/{code}/mug" for code in ("en", "hi", "ar")} | {"/hi", "/products/hi", "/hi/orders"}


def test_a_prefix_is_of_a_language_that_the_shop_has_and_of_pages_alone(gateway: Rig) -> None:
    for path in ("/de/products", "/hindi", "/hi/product-service/api/v1/products", "/hi/media/x.webp", "/products/hi"):
        gateway.client.get(path)

    asked = [(one.part, one.target) for one in gateway.asked]
    assert asked == [
        ("zone.host", "/en/de/products"),
        ("zone.host", "/en/hindi"),
        ("zone.host", "/hi/hi/product-service/api/v1/products"),
        ("zone.host", "/hi/hi/media/x.webp"),
        ("zone.products", "/products/en/hi"),  # a product of that name
    ]


def test_a_zone_that_leads_on_leads_to_the_page_in_the_same_language(gateway: Rig) -> None:
    gateway.upstreams["zone.products"].status = 308
    gateway.upstreams["zone.products"].headers |= {"Location": "/products/hi/mug"}

    answer = gateway.client.get("/hi/products/mug/", follow_redirects=False)

    assert urlsplit(answer.headers["location"]).path == "/hi/products/mug"


def test_pictures_can_do_nothing_but_be_looked_at(gateway: Rig) -> None:
    picture = gateway.client.get("/media/mug.webp")

    assert picture.headers["content-type"] == "image/webp"
    assert picture.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert gateway.client.get("/media/mug.svg").status_code == 404


@pytest.mark.parametrize(
    ("path", "lifetime"),
    [
        ("/mfe/cart/static/js/bag.0a1b2c3d.js", "public, max-age=31536000, immutable"),
        ("/media/mug-0a1b2c3d4e-400.webp", "public, max-age=31536000, immutable"),
        ("/mfe/cart/remoteEntry.js", "public, no-cache"),
        ("/mfe/remotes.json", "public, no-cache"),
        ("/products/_next/static/chunks/page.js", "public, max-age=31536000, immutable"),
        ("/theme.js", "public, no-cache"),
    ],
)
def test_hashed_files_are_kept_for_ever_and_entries_are_asked_for_again(gateway: Rig, path: str, lifetime: str) -> None:
    answer = gateway.client.get(path)

    assert (answer.status_code, answer.headers["cache-control"]) == (200, lifetime)
    assert gateway.asked == []


def test_hover_prerenders_pages_but_nothing_with_effects(gateway: Rig) -> None:
    gateway.upstreams["zone.host"].headers |= KEPT

    page, json_answer = gateway.client.get("/"), gateway.client.get("/product-service/api/v1/products")
    rules = gateway.client.get(page.headers["speculation-rules"].strip('"'))

    assert "speculation-rules" not in json_answer.headers
    assert rules.headers["content-type"] == "application/speculationrules+json"
    left_out = rules.json()["prerender"][0]["where"]["and"][1]["not"]["href_matches"]
    assert {"/cart", "/checkout", "/orders", "/orders/*", "/login", "/order-service/*"} <= set(left_out)
