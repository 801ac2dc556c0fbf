"""What services hold on one person: told to them in full, and forgotten when they leave.

One service knows who has an account. It asks all others, by the routes of kit/http/people.py, what they hold on
somebody (an export), whether something is still under way (nobody leaves in the middle of it), and to forget them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Protocol
from uuid import UUID

from pydantic import BaseModel, Field, JsonValue

LongestContact = Annotated[str, Field(max_length=254)]


class Person(BaseModel):
    """Everything of theirs is found by the id, except mail: that is known by where it goes."""

    id: UUID
    email: LongestContact | None = None
    phone: LongestContact | None = None

    @property
    def contacts(self) -> list[str]:
        return [contact for contact in (self.email, self.phone) if contact]


class AskHeld(Person):
    cursor: Annotated[str, Field(max_length=1024)] | None = None


class HeldItem(BaseModel):
    section: str = Field(description="What kind of thing it is, such as orders.")
    item: dict[str, JsonValue]


class Held(BaseModel):
    items: list[HeldItem]
    next_cursor: str | None = None


class Business(BaseModel):
    """Something with a person that is not over: until it is, they cannot be forgotten."""

    what: str = Field(description="Its kind, such as order.")
    number: str = Field(description="How they know it.")
    state: str


class UnderWay(BaseModel):
    items: list[Business] = Field(description="The oldest first; 20 at most.")


class People(Protocol):
    """How a service takes part; each answer may be asked for again, and forgetting twice is forgetting once."""

    async def held(self, person: Person, cursor: str | None) -> Held: ...

    async def under_way(self, person: Person) -> UnderWay: ...

    async def forget(self, person: Person) -> None: ...

    async def expire(self, now: datetime) -> None:
        """Every few minutes: what nobody asked to forget is not kept for ever either."""
        ...
