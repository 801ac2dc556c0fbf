"""What a saga is: several steps over several parties that share no transaction.

A step's name is the call that may be under way, so a saved step is an intent. A step is a function from (saga, subject)
to an outcome; it may run again after a crash, so its calls carry a key and a repeated one asks by that key first.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Generic, Protocol, Self, TypeAlias, TypeVar
from uuid import UUID

from kit.errors import Kind, SoukError

T = TypeVar("T")
Signal: TypeAlias = str
# Another party is away: that is nobody's mistake. The call may have been carried out all the same.
OUTAGES = (Kind.UNAVAILABLE, Kind.TIMEOUT)


class StaleSaga(SoukError):
    """Another replica took this saga over; it carries on, this one stops."""

    code = "stale-saga"
    kind = Kind.CONFLICT

    def __init__(self, saga: Saga) -> None:
        super().__init__(
            cause=f"The {saga.kind} saga of {saga.subject} is carried on by another process.",
            fix="Read how it stands from its subject.",
        )


class IllegalStep(SoukError):
    """A definition's mistake: its table of moves does not know this one."""

    code = "illegal-step"

    def __init__(self, kind: str, step: str, to: str) -> None:
        super().__init__(f"A {kind} saga in step {step} cannot go to {to}.", "Add the move to its definition.")


class NoSuchSaga(SoukError):
    code = "no-such-saga"
    kind = Kind.NOT_FOUND

    def __init__(self, saga_id: UUID, what: str) -> None:
        super().__init__(f"No saga {saga_id} {what}.", "Look at the list: its ids are those that wait.")


@dataclass(frozen=True, slots=True)
class Saga:
    """How far one saga has come."""

    id: UUID
    kind: str
    subject: UUID
    step: str
    give_up_at: datetime
    waits_until: datetime | None = None
    signal: Signal | None = None
    tries: int = 0
    failures: int = 0
    version: int = 1
    parked: str | None = None  # why
    ended: bool = False

    def tried(self) -> Saga:
        return replace(self, tries=self.tries + 1)

    def rests(self, now: datetime) -> bool:
        """Nothing to do for now: it ended, is parked, or it is somebody else's turn."""
        return self.ended or self.parked is not None or (self.waits_until is not None and now < self.waits_until)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """Where a step leads, and what it made of the subject."""

    subject: T
    next: str
    give_up_at: datetime | None = None
    look_at: datetime | None = None  # where somebody else has the turn: when to run the step all the same


Step: TypeAlias = Callable[[Saga, T], Awaitable[Outcome[T]]]


class Subjects(Protocol[T]):
    """Where the subjects of a kind of saga are kept, in the same database as the saga."""

    def transaction(self) -> AbstractAsyncContextManager[Self]: ...
    def joined(self, other: Any, /) -> Any: ...
    async def get(self, subject: UUID, /) -> T: ...
    async def save(self, subject: T, /) -> T:
        """Gives the subject back as it is kept."""
        ...


@dataclass(frozen=True, slots=True)
class Definition(Generic[T]):
    """One kind of saga."""

    kind: str
    subjects: Subjects[T]
    moves: Mapping[str, frozenset[str]]  # a step without moves is an end
    steps: Mapping[str, Step[T]]
    # Steps that turn back once give_up_at has passed, and how; all others are repeated until they are answered.
    late: Mapping[str, Callable[[Saga, T], Outcome[T]]]
    # What is left of a subject whose saga an operator gave up: whatever it blocked is free again.
    abandoned: Callable[[T], T]
    # Steps in which somebody else has the turn until give_up_at, and the step that takes in what they say. One that is
    # also in `steps` runs whenever its outcome's `look_at` has come: what they say may be lost.
    waits: Mapping[str, str] = field(default_factory=dict[str, str])
    # Steps that are entered without a save: a crash repeats them from the step that was saved before. So their calls
    # carry keys that are known by then, and whatever turns that step back undoes what they may have done.
    unsaved: frozenset[str] = frozenset()

    def moved(self, saga: Saga, outcome: Outcome[Any]) -> Saga:
        to = outcome.next
        if to not in self.moves[saga.step]:
            raise IllegalStep(self.kind, saga.step, to)
        until = outcome.give_up_at or saga.give_up_at
        return replace(
            saga,
            step=to,
            give_up_at=until,
            waits_until=min(until, outcome.look_at or until) if to in self.waits else None,
            tries=saga.tries if to in self.unsaved else 0,  # its call may have been made with the saved step's
            failures=saga.failures if to in self.unsaved else 0,
            ended=not self.moves[to],
        )


class SagaStore(Protocol):
    """Whoever holds the lease may carry a saga on; the version refuses a holder that slept too long."""

    async def add(self, saga: Saga, holder: UUID, lease_s: float) -> None: ...

    async def find(self, kind: str, subject: UUID) -> Saga | None:
        """The latest of this kind about this subject."""
        ...

    async def claim(self, kind: str, subject: UUID, holder: UUID, lease_s: float, now: datetime) -> Saga | None:
        """Take over one that nobody holds and that has something to do.

        It raises `tries`: a call of this step may have been made before, so the step asks by its key first.
        """
        ...

    async def claim_signalled(
        self, kind: str, subject: UUID, moves: Mapping[str, str], signal: Signal, holder: UUID, lease_s: float,
        now: datetime,
    ) -> Saga | None:  # fmt: skip
        """Keep what was said, once, and only while it is awaited; `moves` as in Definition.waits."""
        ...

    async def extend_lease(self, saga_id: UUID, holder: UUID, lease_s: float) -> bool: ...
    async def free_leases(self, holder: UUID) -> None: ...

    async def save(self, saga: Saga, holder: UUID, *, let_go: bool = False) -> Saga:
        """Gives it with its next version; raises StaleSaga, inside a transaction at its end at the latest."""
        ...

    async def set_aside(self, saga: Saga, holder: UUID, reason: str, retry_s: float | None) -> None:
        """Let go of it until it is retried, or for good (parked) where `retry_s` is None; raises StaleSaga."""
        ...

    async def list_due(self, kinds: Sequence[str], now: datetime, limit: int) -> Sequence[tuple[str, UUID]]:
        """(kind, subject) of those that nobody carries and that have something to do."""
        ...

    async def count_parked(self) -> int: ...

    async def ask_to_abandon(self, saga_id: UUID) -> None:
        """A parked one only; its service ends it. Raises NoSuchSaga."""
        ...

    async def list_to_abandon(self, kinds: Sequence[str], limit: int) -> Sequence[Saga]: ...

    async def end_abandoned(self, saga_id: UUID) -> bool:
        """False where that is not asked for any more."""
        ...

    async def refuse_to_abandon(self, saga_id: UUID, reason: str) -> None:
        """It stays parked, for this reason now."""
        ...
