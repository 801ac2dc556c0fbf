"""The gateway decodes an address and encodes it again: an SKU in it must come through that as it was meant."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, unquote

import pytest

from cli.tests.gateway_rig import Rig, running_gateway
from testkit.skus import ODD_SKUS


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    with running_gateway(tmp_path_factory.mktemp("souk")) as rig:
        yield rig


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("sku", ODD_SKUS)
def test_an_sku_in_a_path_comes_to_the_service_as_it_was_meant(gateway: Rig, method: str, sku: str) -> None:
    gateway.forget()

    gateway.client.request(method, f"/cart-service/api/v1/cart/items/{quote(sku, safe='')}")

    (one,) = gateway.asked
    assert (one.method, unquote(one.target)) == (method, f"/api/v1/cart/items/{sku}")
    assert one.target.isascii()
    assert not set(one.target) & set(" ?#")
