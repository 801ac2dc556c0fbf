"""A small service for the tests of kit: any router, keys of its own, and a client that plays all callers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, cast
from uuid import UUID, uuid4

import httpx
from fastapi import FastAPI

from kit.calls.client import Calls
from kit.data.database import Database
from kit.http.router import Router, depends
from kit.http.tokens import SigningKey, UserType
from kit.running.app import make_app
from kit.running.service import Infra, Service
from kit.settings import Secret, ServiceSettings
from testkit.clock import ManualClock
from testkit.system import SHOP

ORIGIN = "http://localhost:8888"
KEY = SigningKey.generate()


class Settings(ServiceSettings, service="demo"):
    pass


@dataclass(frozen=True)
class Deps:
    word: str = "hello"


DemoDeps = Annotated[Deps, depends(Deps)]


@dataclass(frozen=True)
class Demo:
    app: FastAPI
    clock: ManualClock
    http: httpx.AsyncClient

    def token(
        self, user_type: UserType = "customer", user_id: UUID | None = None, permissions: Sequence[str] | None = None
    ) -> str:
        now = self.clock.now()
        return KEY.access_token(user_id or uuid4(), user_type, uuid4(), at=now, permissions=permissions)

    def bearer(
        self, user_type: UserType = "customer", user_id: UUID | None = None, permissions: Sequence[str] | None = None
    ) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token(user_type, user_id, permissions)}"}

    def cookie(self, user_type: UserType = "customer", headers: Mapping[str, str] | None = None) -> dict[str, str]:
        return {"cookie": f"souk_access_{user_type}={self.token(user_type)}", **(headers or {})}


def demo(router: Router, database: Database | None = None, calls: Calls | None = None, **settings: Any) -> Demo:
    clock = ManualClock()
    given = Settings(
        **SHOP,
        database_url=Secret("postgresql://nobody@127.0.0.1:1/nothing"),
        origins=(ORIGIN,),
        callers={name: key_hash(f"key-of-{name}") for name in ("order", "cart")},
        **settings,
    )
    infra = Infra(cast(Database, database), calls or Calls({}), clock, KEY.public_keys())
    app = make_app(Service(name="demo", version="1.2.3", router=router, deps=Deps()), given, infra)
    return Demo(app, clock, httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://demo"))


def key_hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def problem(answer: httpx.Response, status: int, code: str) -> Mapping[str, Any]:
    """What the answer says, once it is known to be that refusal."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    said = answer.json()
    assert (answer.status_code, said["status"], said["type"]) == (status, status, f"urn:souk:{code}"), answer.text
    assert said["cause"]
    assert said["fix"]
    return said
