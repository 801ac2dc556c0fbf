"""Other services that hold something on people, in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from kit.calls.client import Unavailable
from kit.people import Business, Held, HeldItem, Person


class FakeHolders:
    def __init__(self, *names: str) -> None:
        self.names = names
        self.notes = dict[tuple[str, UUID], list[str]]()
        self.away = Counter[str]()  # for how many questions
        self.business = list[list[Business]]()  # what is under way at each of the next looks

    def keep(self, person_id: UUID, *texts: str) -> None:
        """Each of them holds that."""
        for name in self.names:
            self.notes[(name, person_id)] = [f"{text} of {name}" for text in texts]

    async def held(self, holder: str, person: Person, cursor: str | None) -> Held:
        self._answers(holder)
        notes, at = self.notes.get((holder, person.id), []), int(cursor or 0)
        items = [HeldItem(section="notes", item={"text": text}) for text in notes[at : at + 1]]
        return Held(items=items, next_cursor=str(at + 1) if at + 1 < len(notes) else None)

    async def under_way(self, holder: str, person: Person) -> Sequence[Business]:
        self._answers(holder)
        return self.business.pop(0) if self.business and holder == self.names[0] else []

    async def forget(self, holder: str, person: Person) -> None:
        self._answers(holder)
        self.notes.pop((holder, person.id), None)

    def _answers(self, holder: str) -> None:
        if self.away[holder]:
            self.away[holder] -= 1
            raise Unavailable(holder, "it is away")
