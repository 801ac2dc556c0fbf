"""An SKU of any signs is changed, bought and removed through the real gateway, in front of the real services."""

from __future__ import annotations

import asyncio
import csv
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest

from cli.tests.gateway_rig import running_gateway
from e2e.python.running_shop import RunningShop
from testkit.skus import ODD_SKUS

BAG = "/cart-service/api/v1/cart"


async def takes_in(shop: RunningShop, file: Path, skus: Sequence[str]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(["Handle", "Title", "Variant SKU", "Variant Price", "Variant Inventory Qty"])
        rows.writerows([f"odd-{number}", f"Odd {number}", sku, "10", "9"] for number, sku in enumerate(skus))
    command = [sys.executable, "-m", "souk_product.commands.imports", str(file)]
    done = await asyncio.to_thread(subprocess.run, command, env=dict(shop.env), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def lines(answer: httpx.Response) -> list[tuple[str, int]]:
    assert answer.status_code == 200, answer.text
    return [(line["sku"], line["quantity"]) for line in answer.json()["lines"]]


@pytest.mark.parametrize("shop", ["apart"], indirect=True)
async def test_an_sku_of_any_signs_is_changed_bought_and_removed(shop: RunningShop, tmp_path: Path) -> None:
    await takes_in(shop, tmp_path / "odd.csv", ODD_SKUS)

    with running_gateway(tmp_path / "souk", real=shop.ports) as gateway:
        async with httpx.AsyncClient(base_url=str(gateway.client.base_url), timeout=60) as http:
            for sku in ODD_SKUS:
                await changes_buys_and_removes(shop, http, sku)


async def changes_buys_and_removes(shop: RunningShop, http: httpx.AsyncClient, sku: str) -> None:
    admin, guest, in_path = shop.admin().headers, shop.guest().headers, quote(sku, safe="")

    async def bag(method: str, path: str = "/items", body: Any = None) -> list[tuple[str, int]]:
        headers = {**guest, "idempotency-key": str(uuid4())}
        return lines(await http.request(method, BAG + path, json=body, headers=headers))

    changed = await http.patch(f"/product-service/api/v1/variants/{in_path}", json={"stock": 7}, headers=admin)
    assert (changed.status_code, changed.json()["sku"]) == (200, sku), changed.text
    assert await shop.sql("product", "select stock from variants where sku = $1", sku) == 7

    assert await bag("POST", body={"sku": sku, "quantity": 1}) == [(sku, 1)]
    assert await bag("PUT", body={"sku": sku, "quantity": 2}) == [(sku, 2)]
    assert await bag("PUT", f"/items/{in_path}", {"quantity": 3}) == [(sku, 3)]
    assert await bag("DELETE", f"/items/{in_path}") == []
    assert await bag("POST", body={"sku": sku, "quantity": 1}) == [(sku, 1)]
    assert await bag("PUT", body={"sku": sku, "quantity": 0}) == []
