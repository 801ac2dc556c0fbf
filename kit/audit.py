"""Who changed what: each change by the shop's people is announced in the transaction that makes it, whatever it is.

A route that a seller or an admin may call says by its name and its path what they do, and the first transaction of the
request announces that (decision 25). So no action can forget it, and one that is refused or undone is not told.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar, Token
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from kit.events import Event
from kit.names import AUDITED

STAFF: Final = frozenset({"seller", "admin"})
LONGEST_ID: Final = 200


class Audited(Event, subject=AUDITED):
    """Somebody of the shop changed something; ids only."""

    service: str
    actor_id: UUID
    actor_type: str
    action: str  # the route's name, as OpenAPI has it: change_variant
    of: Mapping[str, str]  # the ids of what was changed: {"sku": "MUG"}

    @property
    def announced_as(self) -> str:
        return AUDITED.replace("*", self.service)


@dataclass(slots=True)
class Acting:
    """A member of staff, while a request of theirs that may change something is answered."""

    service: str
    actor_id: UUID
    actor_type: str
    action: str
    at: datetime
    of: dict[str, str] = field(default_factory=dict[str, str])
    is_told: bool = False

    def as_event(self) -> Audited:
        return Audited(
            at=self.at,
            service=self.service,
            actor_id=self.actor_id,
            actor_type=self.actor_type,
            action=self.action,
            of=self.of,
        )


_acting: ContextVar[Acting | None] = ContextVar("souk_acting", default=None)


def nobody_acts() -> Token[Acting | None]:
    """A request begins; `leave` ends it. Also where one service answers another in the same process."""
    return _acting.set(None)


def leave(token: Token[Acting | None]) -> None:
    _acting.reset(token)


def acts(acting: Acting) -> None:
    _acting.set(acting)


def concerns(**ids: UUID | str) -> None:
    """What a change is about, where the address does not say it: concerns(banner_id=banner.id)."""
    if acting := _acting.get():
        acting.of.update({name: str(value)[:LONGEST_ID] for name, value in ids.items()})


def untold() -> Acting | None:
    """Who acts, until a transaction of theirs was committed."""
    acting = _acting.get()
    return acting if acting and not acting.is_told else None
