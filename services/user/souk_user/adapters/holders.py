"""What services hold on a person: the others are asked, user's own tables are at hand."""

from __future__ import annotations

from collections.abc import Sequence

from kit.calls.client import Calls
from kit.names import ASKER
from kit.people import AskHeld, Business, Held, People, Person, UnderWay


class HoldersByCall:
    def __init__(self, calls: Calls, own: People) -> None:
        self._calls = calls
        self._own = own

    async def held(self, holder: str, person: Person, cursor: str | None) -> Held:
        if holder == ASKER:
            return await self._own.held(person, cursor)
        body = AskHeld(**person.model_dump(), cursor=cursor)
        return await self._calls.to(holder).post("/people/held", json=body, reply=Held, deadline_s=20.0)

    async def under_way(self, holder: str, person: Person) -> Sequence[Business]:
        answer = await self._calls.to(holder).post("/people/under-way", json=person, reply=UnderWay)
        return answer.items

    async def forget(self, holder: str, person: Person) -> None:
        await self._calls.to(holder).post("/people/forget", json=person, deadline_s=20.0)
