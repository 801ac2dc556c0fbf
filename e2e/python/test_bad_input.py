"""Whatever is sent to whichever route: a clear refusal with cause and fix, never a 5xx."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any
from uuid import uuid4

import pytest

from e2e.python.bad_input import Request, Walk
from e2e.python.raw_http import Answer, connections
from e2e.python.running_shop import Guest, RunningShop
from testkit.clients import service_key_of
from testkit.system import ROOT, callers_of, services

AT_ONCE = 8
# More of them by one person would meet the limits of some routes; fewer cost more for tokens than for all else.
ASKED_BY_ONE = 4
KNOWN = {
    "sku": "ANY",
    "postal_code": "560001",
    "email": "asha@example.com",
    "phone": "+91 98000 00000",
    "country": "IN",
    "state": "Karnataka",
    "currency": "INR",
    "handle": "block-print-cotton-kurta",
    "user_type": "customer",
    "delivery": "standard",
    "number": "4242424242424242",
    "cvc": "123",
    "expiry_month": 12,
    "expiry_year": 2040,
    "limit": "24",
}


@pytest.mark.parametrize("service", services())
async def test_bad_input_is_refused_with_cause_and_fix(open_shop: RunningShop, service: str) -> None:
    port = open_shop.ports[service]
    document = (await open_shop.http.get(f"http://127.0.0.1:{port}/openapi.json")).json()
    sku = await open_shop.has_stock(1000)

    crowd = Crowd(open_shop)
    async with connections(port, AT_ONCE) as opened:

        async def fault(request: Request) -> str | None:
            headers = {**crowd.identities(service, request), **request.headers}
            what = fault_of(await opened.ask(request.method, request.path, headers, request.body))
            return what and f"{request.label}: {what}"

        walk = Walk(document, {**KNOWN, "sku": sku}, kinds_before(service))
        faults = [each async for each in found(fault, walk)]

    assert faults == [], "\n".join(faults)


def kinds_before(service: str) -> frozenset[Any]:
    """Of routes of the services that souk.toml names before this one."""
    folder = ROOT / "contracts" / "openapi"
    before = takewhile(lambda other: other != service, services())
    documents = (json.loads((folder / f"{other}.json").read_text("utf-8")) for other in before)
    return frozenset().union(*(Walk(document, KNOWN).kinds for document in documents))


async def found(fault: Any, walk: Walk) -> AsyncIterator[str]:
    for each in asyncio.as_completed([fault(request) for request in walk.requests()]):
        if what := await each:
            yield what


@dataclass
class Crowd:
    """Those who ask: each a few times, since to sign and to verify a token costs more than most refusals."""

    shop: RunningShop
    turns: Counter[str] = field(default_factory=Counter[str])
    faces: dict[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])

    def identities(self, service: str, request: Request) -> dict[str, str]:
        """Everything that the route takes; each from an address of its own, so that no limit is met."""
        octets = uuid4().bytes
        headers = {"x-forwarded-for": f"10.{octets[0]}.{octets[1]}.{octets[2]}"}
        if "guest_cookie" in request.schemes:
            headers |= self._one_of("guests", self.shop.guest)
        if "bearer" in request.schemes:
            is_shopper = "customer_cookie" in request.schemes
            headers |= (
                self._one_of("customers", self.shop.customer) if is_shopper else self._one_of("admins", self.shop.admin)
            )
        if "service_key" in request.schemes:
            # Who calls it is not in the document, so the last of those who may call the service is as good as any.
            headers["x-service-key"] = service_key_of(callers_of(service)[-1])
        return headers

    def _one_of(self, kind: str, come: Callable[[], Guest]) -> Mapping[str, str]:
        if self.turns[kind] % ASKED_BY_ONE == 0:
            self.faces[kind] = come().headers
        self.turns[kind] += 1
        return self.faces[kind]


def fault_of(answer: Answer) -> str | None:
    text = answer.body[:200].decode("utf-8", "replace")
    if answer.status >= 500:
        return f"{answer.status} {text}"
    if answer.status < 400:
        return None
    if answer.headers.get("content-type") != "application/problem+json":
        return f"{answer.status} is no problem+json but {answer.headers.get('content-type')}"
    problem = json.loads(answer.body)
    if not problem["cause"] or not problem["fix"] or problem["status"] != answer.status:
        return f"{answer.status} lacks a cause or a fix: {text}"
    return None
