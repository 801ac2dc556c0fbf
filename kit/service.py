"""A service as a value: what it is called, its doors, and what they need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from kit.calls import Calls
    from kit.clock import Clock
    from kit.database import Database
    from kit.events import Handlers
    from kit.http import Router
    from kit.jobs import Jobs
    from kit.tokens import PublicKeys

D = TypeVar("D")


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
