"""Pods as the manifests describe them, and a sale at their gateway. No roll-out, policy or probe is proved here."""

from __future__ import annotations

import asyncio
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from contracts.order import ORDER_LINK_HEADER
from e2e.containers.conftest import SYSTEM, TAG, told
from e2e.containers.pods import Pods, volumes_of
from e2e.full_disk.shoppers import Purchase
from local.programs import free_port
from testkit.waiting import until

PATIENCE_S = 900
PAGES = ("/", "/products", "/mfe/remotes.json", "/cart")


class Played:
    """Pods that run, in a network of their own."""

    def __init__(self, pods: Pods, network: str) -> None:
        self.pods, self.network, self.files = pods, network, list[Path]()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.pods.port}"

    async def play(self) -> None:
        podman("network", "create", self.network)
        for ends, names, file in self.pods.stages():
            self.files.append(file)
            await asyncio.to_thread(podman, "kube", "play", "--network", self.network, str(file))
            for name in names if ends else ():
                # Begun anew where it failed, as a Job is.
                await until(lambda name=name: ended_well(name), PATIENCE_S)

    def remove(self) -> None:
        for file in reversed(self.files):
            told(["podman", "kube", "down", str(file)])
        told(["podman", "volume", "rm", "--force", *set[str]().union(*map(volumes_of, self.files))])
        told(["podman", "network", "rm", "--force", self.network])


def podman(*words: str) -> subprocess.CompletedProcess[str]:
    done = told(["podman", *words])
    assert done.returncode == 0, f"podman {' '.join(words)}: {done.stderr[-2000:]}"
    return done


def main_of(pod: str) -> str:
    """The container that a pod is there for."""
    found = podman("pod", "inspect", pod, "--format", "{{range .Containers}}{{.Name}} {{end}}").stdout.split()
    return next(name for name in found if not name.endswith("-infra"))


def ended_well(pod: str) -> bool:
    said = podman("inspect", main_of(pod), "--format", "{{.State.Status}} {{.State.ExitCode}}")
    return said.stdout.split() == ["exited", "0"]


@pytest_asyncio.fixture(scope="module")
async def played(engine: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Played]:
    if engine != "podman":
        pytest.skip("only podman plays Kubernetes' pods without Kubernetes: apt-get install podman")
    port, folder = free_port(), tmp_path_factory.mktemp("pods")
    url = f"http://localhost:{port}"
    pods = Pods(folder, SYSTEM, TAG, {"SOUK_PUBLIC_URL": url, "SOUK_ORIGINS": f'["{url}"]'}, port)
    pods.keep_secrets()
    played = Played(pods, f"souk{port}")
    try:
        await played.play()
        yield played
    finally:
        played.remove()


async def test_a_guest_buys_and_the_parcel_is_delivered(
    played: Played, record_property: Callable[[str, object], None]
) -> None:
    began = time.monotonic()
    async with httpx.AsyncClient(base_url=played.url, timeout=20) as http:
        await until(lambda: is_open(http), PATIENCE_S)
        record_property("seconds from the gateway's pod until the shop is open", round(time.monotonic() - began, 1))
        first = (await http.get("/product-service/api/v1/products", params={"limit": 1, "in_stock": "true"})).json()
        handle = first["items"][0]["handle"]
        product = (await http.get(f"/product-service/api/v1/products/{handle}")).json()
        sku = next(each["sku"] for each in product["variants"] if each["available"])
        same_origin = {"origin": played.url, "sec-fetch-site": "same-origin"}

        purchase = Purchase(played.url, "127.0.0.1", sku, same_origin)
        await purchase.goes_on()

        order = purchase.done["order"]
        await until(lambda: is_delivered(http, order["id"], order["link_token"]), PATIENCE_S)


async def is_open(http: httpx.AsyncClient) -> bool:
    try:
        answers = [await http.get(page) for page in PAGES]
    except httpx.TransportError:
        return False
    return all(answer.status_code == httpx.codes.OK for answer in answers)


async def is_delivered(http: httpx.AsyncClient, order: str, token: str) -> bool:
    found = await http.get(f"/order-service/api/v1/orders/{order}", headers={ORDER_LINK_HEADER: token})
    return found.json()["state"] == "delivered"
