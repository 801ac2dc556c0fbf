"""The gateway's own folder has no room: what needs a file for its body is a 503 with its reason, all else goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from cli.keeper.housekeeping import ROOM, Housekeeping
from cli.tests.gateway_rig import Rig, running_gateway
from testkit.small_disk import SmallDisk, small_disk

ORDERS, CART, PRODUCTS = "/order-service/api/v1/orders", "/cart-service/api/v1/cart", "/product-service/api/v1/products"
PAGES = ("/", "/products", "/products?q={}", f"{PRODUCTS}?limit={{}}")
TOO_LONG_FOR_MEMORY = b"x" * 200_000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", megabytes=64) as disk:
        yield disk


@pytest.fixture
def gateway(disk: SmallDisk) -> Iterator[Rig]:
    with running_gateway(disk.folder / "souk") as rig:
        yield rig


def send(gateway: Rig) -> httpx.Response:
    return gateway.client.post(ORDERS, content=TOO_LONG_FOR_MEMORY)


def test_on_a_full_disk_shoppers_get_answers_or_a_503_with_its_reason(gateway: Rig, disk: SmallDisk) -> None:
    for upstream in gateway.upstreams.values():
        upstream.headers["Cache-Control"] = "public, s-maxage=60"
    assert send(gateway).status_code == 200
    disk.fill()
    gateway.forget()

    refused = send(gateway)
    small = gateway.client.get(CART)
    shared = [gateway.client.get(PRODUCTS) for _ in range(2)]

    assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
    assert refused.json()["cause"]
    assert refused.json()["fix"]
    assert refused.headers["retry-after"]
    assert small.status_code == 200
    assert [(answer.status_code, answer.json()["part"]) for answer in shared] == [(200, "service.product")] * 2
    assert not [one for one in gateway.asked if one.part == "service.order"]

    disk.make_room()

    assert send(gateway).status_code == 200
    assert gateway.upstreams["service.order"].asked[-1].body == TOO_LONG_FOR_MEMORY


@pytest.mark.parametrize("length", [2_000, 60_000, 300_000])
def test_on_a_full_disk_pages_and_lists_are_given_and_not_kept(gateway: Rig, disk: SmallDisk, length: int) -> None:
    for upstream in gateway.upstreams.values():
        upstream.headers["Cache-Control"], upstream.pad = "public, s-maxage=60", length
    housekeeping = Housekeeping(gateway.home, gateway.home / "run" / ROOM)
    disk.fill()

    assert housekeeping.look()
    seen = [gateway.client.get(page.format(number)) for number in range(1, 11) for page in PAGES for _ in range(2)]

    assert {(answer.status_code, len(answer.json()["pad"])) for answer in seen} == {(200, length)}

    disk.make_room()

    assert not housekeeping.look()
    assert [gateway.client.get("/").headers["x-cache"] for _ in range(2)] == ["MISS", "HIT"]
