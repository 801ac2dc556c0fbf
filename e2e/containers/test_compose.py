"""The whole shop by compose.yaml: one command opens it, and it is, sells and stops as the file says."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from e2e.containers.composed import Shop
from e2e.containers.conftest import SYSTEM
from e2e.containers.stories import tell

NOBODY = "10001:10001"
SERVICES = set(SYSTEM.services)
ZONES = {f"mfe-{zone.name}" for zone in SYSTEM.zones}
OTHERS = {"postgres", "nats", "objects"}  # images of others
TASKS = {
    *("volumes", "setup"),
    *(f"{name}-prepare" for name in SYSTEM.services),
    *(f"mfe-{name}-release" for name in SYSTEM.mfes),
}
# A sign-in that comes slowly, and its end once nobody new is let in.
ON_ITS_WAY = """
import socket, sys, time
host, port, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
def chunk(text):
    return f"{len(text):x}\\r\\n{text}\\r\\n".encode()
line = socket.create_connection((host, port), 90)
head = [f"POST {path} HTTP/1.1", f"Host: {host}", "Content-Type: application/json", "Transfer-Encoding: chunked"]
line.sendall("\\r\\n".join([*head, "", ""]).encode() + chunk('{"email":'))
print("begun", flush=True)
deadline = time.monotonic() + 120
while time.monotonic() < deadline:
    try:
        socket.create_connection((host, port), 1).close()
    except OSError:
        break
    line.sendall(chunk(" "))
    time.sleep(0.2)
line.sendall(chunk('"nobody@example.com", "password": "of-nobody-at-all"}') + b"0\\r\\n\\r\\n")
print(line.recv(65536).decode().partition("\\r\\n")[0], flush=True)
"""


def test_all_parts_run_as_nobody_in_particular_with_a_root_that_they_cannot_write(shop: Shop) -> None:
    running = shop.running

    assert running.keys() == {*SERVICES, *ZONES, *OTHERS, "mail", "gateway"}
    for name, one in running.items():
        if name != "postgres":
            assert (one["Config"]["User"], one["HostConfig"]["ReadonlyRootfs"]) == (NOBODY, True), name
        assert one["RestartCount"] == 0, name


def test_only_the_gateway_is_published_and_all_are_in_one_network(shop: Shop) -> None:
    running = shop.running

    published = {name for name, one in running.items() if any(one["HostConfig"]["PortBindings"].values())}
    assert published == {"gateway"}
    assert len({network for one in running.values() for network in one["NetworkSettings"]["Networks"]}) == 1


def test_every_task_has_ended_well(shop: Shop) -> None:
    ended = {name: one["State"]["ExitCode"] for name, one in shop.parts.items() if not one["State"]["Running"]}

    assert ended == dict.fromkeys(TASKS, 0)


def test_each_says_that_it_is_well_by_its_own_health_check(shop: Shop) -> None:
    unchecked: set[str] = set()
    for name, one in shop.running.items():
        kind, *words = (one["Config"].get("Healthcheck") or {}).get("Test") or ("NONE",)
        if kind == "NONE":
            unchecked.add(name)
        else:
            shop.asks_engine("exec", one["Id"], *(words if kind == "CMD" else ("sh", "-c", *words)))

    assert unchecked == set()


def test_secrets_are_files_and_no_variable_holds_one(shop: Shop) -> None:
    kept = {file.read_text().strip() for file in (shop.home.folder / "containers" / "secrets").iterdir()}
    kept -= {"{}"}  # the keys of a service's callers, where nobody calls it

    for name, one in shop.parts.items():
        told = {variable.partition("=")[2] for variable in one["Config"]["Env"]}
        assert not told & kept, name


def test_pictures_come_from_the_bucket(shop: Shop) -> None:
    products = httpx.get(f"{shop.url}/product-service/api/v1/products", params={"limit": 1}).json()["items"]
    media = shop.asks_engine("exec", shop.running["product"]["Id"], "find", "/srv/media", "-type", "f")

    shown = httpx.get(f"{shop.url}{products[0]['image']['url']}")

    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/webp")
    assert shown.headers["x-cache"] in ("MISS", "HIT")  # what lies in a folder has none
    assert media == ""


def test_the_sale_is_told_in_a_browser(shop: Shop) -> None:
    tell("@sale|@first-sale", shop.url, "compose", shop.home.folder, shop.keeps_accounts())


@contextmanager
def on_its_way(shop: Shop, host: str, port: int, path: str) -> Iterator[list[str]]:
    """A request that has begun to come; the line of its answer, once that is there."""
    asking = [shop.engine, "exec", shop.running["mail"]["Id"], "python", "-c", ON_ITS_WAY, host, str(port), path]
    answer: list[str] = []
    with subprocess.Popen(asking, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 (the engine)
        assert process.stdout
        assert process.stdout.readline() == "begun\n"
        reading = threading.Thread(target=lambda: answer.extend(process.stdout or ()))
        reading.start()
        yield answer
        reading.join(150)


def test_what_is_on_its_way_is_answered_while_a_service_or_the_gateway_stops(shop: Shop) -> None:
    login, user = "/api/v1/auth/customer/login", SYSTEM.services["user"]
    with on_its_way(shop, "gateway", SYSTEM.gateway.port, f"/user-service{login}") as through_the_gateway:
        shop.does("stop", "gateway")
    with on_its_way(shop, "user", user.port, login) as of_the_service:
        shop.does("stop", "user")

    assert [line.split()[1] for line in (*through_the_gateway, *of_the_service)] == ["401", "401"]
    assert {name: shop.parts[name]["State"]["ExitCode"] for name in ("gateway", "user")} == {"gateway": 0, "user": 0}


def test_the_whole_shop_stops_and_nobody_is_killed(shop: Shop) -> None:
    shop.does("stop")

    codes = {name: one["State"]["ExitCode"] for name, one in shop.parts.items()}
    assert not shop.running
    assert {name for name, code in codes.items() if code} == set()
