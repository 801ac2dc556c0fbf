"""A ticket: what somebody asks the shop, and how far it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from souk_support.domain.refusals import IllegalMove, NotSolvedYet, TicketChanged, TicketClosed
from souk_support.domain.states import NEXT, SETTLED, THE_SHOPS_TURN, State
from souk_support.domain.targets import Priority, Targets


@dataclass(frozen=True, slots=True)
class Asker:
    name: str
    email: str
    customer_id: UUID | None
    language: str | None = None  # that they are written to in; the shop's own without


@dataclass(frozen=True, slots=True)
class LinkedOrder:
    """One that the asker has shown to be theirs."""

    id: UUID
    number: str


@dataclass(frozen=True, slots=True)
class Satisfaction:
    satisfied: bool
    comment: str


@dataclass(frozen=True, slots=True)
class Ticket:
    id: UUID
    number: str
    request_key: str
    subject: str
    asker: Asker
    order: LinkedOrder | None
    opened_at: datetime
    updated_at: datetime
    answer_due_at: datetime
    solution_due_at: datetime
    state: State = State.OPEN
    priority: Priority = Priority.NORMAL
    tags: tuple[str, ...] = ()
    assignee_id: UUID | None = None
    answered_at: datetime | None = None
    waiting_since: datetime | None = None
    solved_at: datetime | None = None
    closed_at: datetime | None = None
    satisfaction: Satisfaction | None = None
    version: int = 1

    @property
    def queue_at(self) -> datetime:
        """The target that comes next; of what is settled, when it was."""
        if self.state in SETTLED:
            return self.updated_at
        return self.solution_due_at if self.answered_at else min(self.answer_due_at, self.solution_due_at)

    def is_answer_late(self, now: datetime) -> bool:
        return (self.answered_at or self.solved_at or now) > self.answer_due_at

    def is_solution_late(self, now: datetime) -> bool:
        """The time in which the shop waits for who asked does not count."""
        return (self.solved_at or self.waiting_since or now) > self.solution_due_at

    def check_read(self, version: int) -> None:
        """An agent acts on what was read; raises TicketChanged where somebody wrote or acted meanwhile."""
        if version != self.version:
            raise TicketChanged(self.id)

    def asked_more(self, targets: Targets, now: datetime) -> Ticket:
        """Who asked has written again: the shop has the turn."""
        match self.state:
            case State.OPEN | State.REOPENED:
                return self._next(now)
            case State.WAITING:
                return self.moved(State.OPEN, targets, now)
            case State.SOLVED:
                return self.moved(State.REOPENED, targets, now)
            case State.CLOSED:
                raise TicketClosed(self.number)

    def answered(self, then: State, targets: Targets, now: datetime) -> Ticket:
        """`then`: whether the shop waits for an answer, or takes the matter as solved."""
        if self.state is State.CLOSED:
            raise TicketClosed(self.number)
        answered = replace(self, answered_at=self.answered_at or now)
        return answered._next(now) if answered.state is then else answered.moved(then, targets, now)

    def moved(self, to: State, targets: Targets, now: datetime) -> Ticket:
        if to not in NEXT[self.state]:
            raise IllegalMove(self.state, to)
        due = self.solution_due_at
        if self.waiting_since and to in THE_SHOPS_TURN:
            due += now - self.waiting_since
        if to is State.REOPENED:
            due = now + targets.of(self.priority).solution
        return replace(
            self._next(now),
            state=to,
            solution_due_at=due,
            waiting_since=now if to is State.WAITING else None,
            solved_at=(self.solved_at or now) if to in SETTLED else None,
            closed_at=now if to is State.CLOSED else None,
            satisfaction=self.satisfaction if to in SETTLED else None,
        )

    def handled(
        self,
        priority: Priority,
        tags: Collection[str],
        assignee_id: UUID | None,
        targets: Targets,
        now: datetime,
    ) -> Ticket:
        """Another priority has other targets; they count from the same moments."""
        before, after = targets.of(self.priority), targets.of(priority)
        return replace(
            self._next(now),
            priority=priority,
            tags=tuple(sorted(set(tags))),
            assignee_id=assignee_id,
            answer_due_at=self.answer_due_at - before.answer + after.answer,
            solution_due_at=self.solution_due_at - before.solution + after.solution,
        )

    def rated(self, satisfaction: Satisfaction, now: datetime) -> Ticket:
        if self.state not in SETTLED:
            raise NotSolvedYet(self.number)
        return replace(self._next(now), satisfaction=satisfaction)

    def _next(self, now: datetime) -> Ticket:
        return replace(self, updated_at=now, version=self.version + 1)


@dataclass(frozen=True, slots=True)
class TicketTag:
    """What a new ticket is told apart by."""

    id: UUID
    number: str
    request_key: str


def opened(
    tag: TicketTag, asker: Asker, subject: str, order: LinkedOrder | None, targets: Targets, now: datetime
) -> Ticket:
    target = targets.of(Priority.NORMAL)
    return Ticket(
        id=tag.id,
        number=tag.number,
        request_key=tag.request_key,
        subject=subject,
        asker=asker,
        order=order,
        opened_at=now,
        updated_at=now,
        answer_due_at=now + target.answer,
        solution_due_at=now + target.solution,
    )
