"""A service as a value: what it is called, its doors, and what they need."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from kit.calls.client import Calls
from kit.clock import Clock
from kit.data.database import Database
from kit.http.router import Router
from kit.http.tokens import PublicKeys
from kit.messaging.handlers import Handlers
from kit.people import People
from kit.running.jobs import Jobs
from kit.sagas.engine import Sagas

D = TypeVar("D")
# Answers what was found, or raises; health.NotReady says what ails.
Probe = Callable[[], Awaitable[Mapping[str, Any]]]


@dataclass(frozen=True)
class Infra:
    """What the running system lends to a service."""

    database: Database
    calls: Calls
    clock: Clock
    keys: PublicKeys


@dataclass(frozen=True)
class Service(Generic[D]):
    name: str
    version: str
    router: Router
    deps: D
    handlers: Handlers[Any] | None = None
    jobs: Jobs[Any] | None = None
    sagas: Sagas | None = None
    people: People | None = None  # of a service that holds what is somebody's
    probes: Mapping[str, Probe] = field(default_factory=dict[str, Probe])  # shown in /health beside kit's own
