"""All services as real processes on a real PostgreSQL and NATS, without gateway and web."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import signal
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx

from kit.http.tokens import SigningKey, UserType
from testkit import processes
from testkit.broker import TestNats, password_of
from testkit.clients import service_key_of
from testkit.databases import Clone
from testkit.processes import Process
from testkit.system import SHOP_ENV, callers_of, calls_of, holders, services

READY_S = 90.0
PATIENCE_S = 60.0
ADDRESS = {
    "name": "Asha Rao",
    "phone": "+91 98000 00000",
    "line1": "1 MG Road",
    "city": "Bengaluru",
    "state": "Karnataka",
    "postal_code": "560001",
    "country": "IN",
}


@dataclass
class Guest:
    """One shopper without an account."""

    shop: RunningShop
    headers: Mapping[str, str]

    async def call(self, service: str, method: str, path: str, **options: Any) -> httpx.Response:
        headers = {**self.headers, **options.pop("headers", {})}
        url = f"http://127.0.0.1:{self.shop.ports[service]}/api/v1{path}"
        return await self.shop.http.request(method, url, headers=headers, **options)

    async def signs_up(self, account: Mapping[str, str]) -> httpx.Response:
        """Up to the code, which `types_code` finishes."""
        return await self.call("user", "POST", "/auth/customer/sign-up", json=account)

    async def types_code(self, asked: httpx.Response) -> httpx.Response:
        """The code that a mail would have brought: these shops name no mail server, so it waits in its table."""
        assert asked.status_code == 202, asked.text
        ticket = asked.headers["set-cookie"].partition(";")[0]
        code_id = UUID(ticket.partition("=")[2].partition(".")[0])
        code = await self.shop.sql("user", "select facts ->> 'code' from kit_mails where id = $1", code_id)
        headers = {"cookie": ticket}
        return await self.call(
            "user", "POST", "/auth/customer/codes/sign-up", json={"code": code or ""}, headers=headers
        )

    async def fills_bag(self, sku: str) -> dict[str, Any]:
        """Up to the last step: the checkout, ready to be ordered."""
        key = {"idempotency-key": str(uuid4())}
        added = await self.call("cart", "POST", "/cart/items", json={"sku": sku, "quantity": 1}, headers=key)
        assert added.status_code == 200, added.text
        contact = {"email": "asha@example.com", "phone": "+91 98000 00000", "name": "Asha Rao"}
        chosen = await self.call("cart", "PUT", "/checkout", json={"contact": contact, "address": ADDRESS})
        assert chosen.status_code == 200, chosen.text
        return chosen.json()

    async def card(self, number: str = "4242424242424242") -> dict[str, str]:
        card = {"number": number, "expiry_month": 12, "expiry_year": 2040, "cvc": "123", "name": "Asha Rao"}
        kept = await self.call("order", "POST", "/simulated-cards", json=card)
        assert kept.status_code == 201, kept.text
        return {"method": "card", "token": kept.json()["token"]}

    async def orders(self, checkout: Mapping[str, Any], payment: Mapping[str, str], key: str) -> httpx.Response:
        """The last step; asks again while the first request with this key still counts as running."""
        body = {"checkout_id": checkout["id"], "expected_total": checkout["totals"]["total"], "payment": payment}
        while True:
            answer = await self.call("order", "POST", "/orders", json=body, headers={"idempotency-key": key})
            if answer.status_code != 409 or answer.json()["type"] != "urn:souk:still-running":
                return answer
            await asyncio.sleep(float(answer.headers["retry-after"]))


@dataclass
class RunningShop:
    databases: Mapping[str, Clone]
    ports: Mapping[str, int]
    env: Mapping[str, str]
    signing: SigningKey
    http: httpx.AsyncClient
    log: Path
    processes: dict[str, Process] = field(default_factory=dict[str, Process])

    async def start(self, *names: str) -> None:
        """In one process."""
        for name in names:
            import_module(f"souk_{name}.app")  # once, here, and not in each process
        process = processes.start("kit.running.server", *names, log=self.log, env=self.env)
        self.processes |= dict.fromkeys(names, process)
        await self._ready(names, process)

    async def _ready(self, names: Iterable[str], process: Process) -> None:
        waited_for = ""
        try:
            async with asyncio.timeout(READY_S):
                for name in names:
                    while (waited_for := await self._ails(name)) != "":
                        assert process.poll() is None, self.log.read_text()[-4000:]
                        await asyncio.sleep(0.05)
        except TimeoutError:
            said = self.log.read_text()[-4000:]
            stack = await asyncio.to_thread(processes.where_it_is, process, self.log)
            raise AssertionError(f"{waited_for}\n{said}\n{stack}") from None

    async def _ails(self, name: str) -> str:
        """Why the service is not ready, or nothing."""
        try:
            health = await self.http.get(f"http://127.0.0.1:{self.ports[name]}/health")
        except httpx.TransportError as error:
            return f"{name} at {self.ports[name]}: {error!r}"
        healthy = health.status_code == 200 and health.json()["service"] == name
        return "" if healthy else f"{name}: {health.status_code} {health.text[:1000]}"

    async def kill_9(self, name: str) -> None:
        process = self.processes[name]
        process.send_signal(signal.SIGKILL)
        await asyncio.to_thread(process.wait)

    def stop(self) -> None:
        running = set(self.processes.values())
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def guest(self) -> Guest:
        return Guest(self, {"x-guest-id": self.signing.guest(uuid4())})

    def admin(self) -> Guest:
        return Guest(self, self._bearer("admin", uuid4()))

    def customer(self, customer_id: UUID | None = None, was: Guest | None = None) -> Guest:
        """`was`: the guest whose cookie the customer's browser still carries."""
        return Guest(self, {**(was.headers if was else {}), **self._bearer("customer", customer_id or uuid4())})

    def _bearer(self, user_type: UserType, user_id: UUID) -> dict[str, str]:
        token = self.signing.access_token(user_id, user_type, UUID(int=0), datetime.now(UTC), 3600)
        return {"authorization": f"Bearer {token}"}

    async def has_stock(self, stock: int) -> str:
        """The SKU of some article that now has so many."""
        sku = await self.sql("product", "select sku from variants where stock > 0 order by sku limit 1")
        changed = await self.admin().call("product", "PATCH", f"/variants/{sku}", json={"stock": stock})
        assert changed.status_code == 200, changed.text
        return sku

    async def sql(self, service: str, statement: str, *args: object) -> Any:
        connection = await asyncpg.connect(self.databases[service].owner_url)
        try:
            return await connection.fetchval(statement, *args)
        finally:
            await connection.close()

    async def until(self, service: str, statement: str, wanted: object) -> None:
        """Waits until the statement gives what is wanted."""
        seen: object = None
        try:
            async with asyncio.timeout(PATIENCE_S):
                while (seen := await self.sql(service, statement)) != wanted:  # noqa: ASYNC110 (nobody tells a test)
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise AssertionError(f"{statement} gave {seen}, not {wanted}.\n{self.log.read_text()[-4000:]}") from None


def environment_of(
    databases: Mapping[str, Clone], ports: Mapping[str, int], nats: TestNats | None, signing: SigningKey, folder: Path
) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("SOUK_")}
    env |= SHOP_ENV | {
        **({"SOUK_NATS_URL": nats.url} if nats else {}),
        "SOUK_JWKS": json.dumps(signing.jwks()),
        "SOUK_MEDIA_DIR": str(folder / "media"),
        "SOUK_USER_SIGNING_KEY": signing.pem(),
        "SOUK_USER_HASHING_MEMORY_KIB": "8",
        "SOUK_USER_DELETION_SETTLES_S": "0.5",
        "SOUK_USER_HOLDERS": json.dumps(holders()),
        "SOUK_ORDER_LEASE_S": "1.5",
        "SOUK_ORDER_SIMULATED_LATENCY_S": "0.1",
        "SOUK_LOGISTICS_CARRIER_STEP_S": "0.2",
    }
    for name, entry in services().items():
        callers = {other: hashlib.sha256(service_key_of(other).encode()).hexdigest() for other in callers_of(name)}
        urls = {other: f"http://127.0.0.1:{ports[other]}" for other in calls_of(name)}
        own = {
            "DATABASE_URL": databases[name].url,
            "NATS_PASSWORD": password_of(name),
            "SERVICE_KEY": service_key_of(name),
            "CALLERS": json.dumps(callers),
            "URLS": json.dumps(urls),
            "PORT": str(ports[name]),
            **{need.upper(): f"a {need} of the tests" for need in entry.get("needs", ()) if need.endswith("_secret")},
        }
        env |= {f"SOUK_{name.upper()}_{key}": value for key, value in own.items()}
    return env
