"""A service in this process, and the callers it may have."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

import httpx
from fastapi import FastAPI

from kit.calls.client import Calls
from kit.clock import Clock
from kit.data.database import Database
from kit.http.router import API, Router
from kit.http.tokens import SigningKey, UserType
from kit.names import GUEST_HEADER, SERVICE_HEADER
from kit.running.app import make_app
from kit.running.service import Infra, Service
from kit.settings import Secret, ServiceSettings
from testkit.answers import Document
from testkit.calls import FakeCalls
from testkit.clock import ManualClock
from testkit.system import SHOP, callers_of, services

Build = Callable[[Any, Infra], Service[Any]]
# By the router's id, which no other gets as long as the router is kept here.
_DOCUMENTS: dict[int, tuple[Router, Document]] = {}
# A test may move its clock by years and stay signed in.
LONG_S = 100 * 365 * 24 * 3600.0
# Beside the API, a service has these.
OTHER_PATHS = (f"{API}/", "/health", "/openapi.json")


class Caller(httpx.AsyncClient):
    """Somebody who asks the service; paths are those below /api/v1, as another service would write them."""

    def __init__(self, app: FastAPI, document: Document, headers: Mapping[str, str]) -> None:
        async def check(response: httpx.Response) -> None:
            await response.aread()
            document.check(response)

        super().__init__(
            transport=httpx.ASGITransport(app, client=("127.0.0.1", 50000)),
            base_url="http://service.test",
            headers=dict(headers),
            event_hooks={"response": [check]},
        )

    def build_request(self, method: str, url: httpx.URL | str, **options: Any) -> httpx.Request:
        path = str(url)
        if path.startswith("/") and not path.startswith(OTHER_PATHS):
            url = API + path
        return super().build_request(method, url, **options)


class ServiceClient(Caller):
    """Anyone, and the way to become somebody: `client.as_customer(alice).get("/orders")`."""

    def __init__(self, service: Service[Any], settings: ServiceSettings, infra: Infra, key: SigningKey) -> None:
        self.app = make_app(service, settings, infra)
        self.deps: Any = service.deps
        self.infra = infra
        self.settings = settings
        self.key = key
        self._document = _document_of(service, self.app)
        super().__init__(self.app, self._document, {})

    @property
    def clock(self) -> Any:
        """A ManualClock, unless another one was given."""
        return self.infra.clock

    @property
    def calls(self) -> Any:
        """FakeCalls, unless others were given."""
        return self.infra.calls

    def as_anyone(self) -> Caller:
        return self.with_headers({})

    def as_customer(self, user_id: UUID | None = None, *, guest_id: UUID | None = None) -> Caller:
        """`guest_id`: a customer who was a guest before, and still carries that."""
        return self.with_headers({**self.bearer("customer", user_id), **(self.guest(guest_id) if guest_id else {})})

    def as_seller(self, user_id: UUID | None = None, *, team: UUID | None = None) -> Caller:
        return self.with_headers(self.bearer("seller", user_id, team))

    def as_admin(self, user_id: UUID | None = None) -> Caller:
        return self.with_headers(self.bearer("admin", user_id))

    def as_guest(self, guest_id: UUID | None = None) -> Caller:
        return self.with_headers(self.guest(guest_id or uuid4()))

    def as_service(self, name: str, on_behalf_of: Mapping[str, str] | None = None) -> Caller:
        """`on_behalf_of`: the shopper's own credentials, from `bearer` or `guest`."""
        return self.with_headers({SERVICE_HEADER: service_key_of(name), **(on_behalf_of or {})})

    def with_headers(self, headers: Mapping[str, str]) -> Caller:
        return Caller(self.app, self._document, headers)

    def bearer(self, user_type: UserType, user_id: UUID | None = None, team: UUID | None = None) -> dict[str, str]:
        now = self.infra.clock.now()
        token = self.key.access_token(user_id or uuid4(), user_type, uuid4(), now, LONG_S, team=team)
        return {"authorization": f"Bearer {token}"}

    def guest(self, guest_id: UUID) -> dict[str, str]:
        return {GUEST_HEADER: self.key.guest(guest_id)}


def _document_of(service: Service[Any], app: FastAPI) -> Document:
    """Made once for all tests of a service, whose routes are the same each time: it costs more than the app."""
    _, document = _DOCUMENTS.get(id(service.router), (None, None))
    if document is None:
        document = Document(app.openapi())
        _DOCUMENTS[id(service.router)] = service.router, document
    return document


def service_key_of(name: str) -> str:
    return f"the test key of {name}"


def settings_for(
    settings_type: type[ServiceSettings], database_url: str, key: SigningKey, given: Mapping[str, Any]
) -> Any:
    """What the launcher would tell the service; a secret that a test does not care about is made up."""
    fields = settings_type.model_fields
    callers = callers_of(settings_type.service)
    values: dict[str, Any] = {
        name: f"the test's {name}" for name, info in fields.items() if info.is_required() and info.annotation is Secret
    }
    values |= {
        **SHOP,
        "database_url": database_url,
        "jwks": key.jwks(),
        "service_key": service_key_of(settings_type.service),
        "callers": {name: hashlib.sha256(service_key_of(name).encode()).hexdigest() for name in callers},
        "origins": ("http://localhost:8888",),
        "services": tuple(services()),
    }
    if "signing_key" in fields:
        values["signing_key"] = key.pem()
    return settings_type.model_validate({**values, **given})


def infra_for(database: Database, key: SigningKey, calls: Calls | None = None, clock: Clock | None = None) -> Infra:
    return Infra(database=database, calls=calls or FakeCalls(), clock=clock or ManualClock(), keys=key.public_keys())
