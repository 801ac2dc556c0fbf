"""The saga's steps as data: each names the call that may be under way, so a saved step is an intent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from souk_order.domain import OrderId
from souk_order.moves import checked


class Step(StrEnum):
    RESERVING = "reserving"  # stock
    AUTHORISING = "authorising"  # payment
    RENEWING = "renewing"  # stock, for as long as the bank's question may take
    CHALLENGED = "challenged"  # waits for the shopper
    ANSWERING = "answering"  # the bank's question
    COMMITTING = "committing"  # stock
    CAPTURING = "capturing"  # payment
    DONE = "done"
    VOIDING = "voiding"  # undoes AUTHORISING
    RELEASING = "releasing"  # undoes RESERVING, and COMMITTING by putting the goods back
    UNDONE = "undone"


MOVES: Mapping[Step, frozenset[Step]] = {
    Step.RESERVING: frozenset({Step.AUTHORISING, Step.RELEASING, Step.UNDONE}),
    Step.AUTHORISING: frozenset({Step.COMMITTING, Step.RENEWING, Step.VOIDING, Step.RELEASING}),
    Step.RENEWING: frozenset({Step.CHALLENGED, Step.VOIDING}),
    Step.CHALLENGED: frozenset({Step.ANSWERING, Step.VOIDING}),
    Step.ANSWERING: frozenset({Step.COMMITTING, Step.VOIDING, Step.RELEASING}),
    Step.COMMITTING: frozenset({Step.CAPTURING, Step.DONE, Step.VOIDING}),  # DONE: due on delivery
    Step.CAPTURING: frozenset({Step.DONE, Step.VOIDING}),
    Step.VOIDING: frozenset({Step.RELEASING}),
    Step.RELEASING: frozenset({Step.UNDONE}),
    Step.DONE: frozenset(),
    Step.UNDONE: frozenset(),
}

# Where a step that takes too long turns back. The others are repeated until they are answered: a capture may
# have taken the money already, and an undoing has nothing to turn back to.
TURNS_BACK: Mapping[Step, Step] = {
    Step.RESERVING: Step.RELEASING,
    Step.AUTHORISING: Step.VOIDING,
    Step.RENEWING: Step.VOIDING,
    Step.CHALLENGED: Step.VOIDING,
    Step.ANSWERING: Step.VOIDING,
    Step.COMMITTING: Step.VOIDING,
}

ENDS = frozenset({Step.DONE, Step.UNDONE})


class ChallengeAnswer(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Saga:
    """How far one order's checkout has come."""

    order_id: OrderId
    step: Step
    give_up_at: datetime  # business time: the way forward ends here
    tries: int = 0  # above 0: the step's call may have been made before, so ask first
    answer: ChallengeAnswer | None = None
    version: int = 1

    def to(self, step: Step, give_up_at: datetime | None = None) -> Saga:
        checked("checkout", MOVES, self.step, step)
        return replace(self, step=step, tries=0, give_up_at=give_up_at or self.give_up_at)

    def tried(self) -> Saga:
        return replace(self, tries=self.tries + 1)

    def rests(self, now: datetime) -> bool:
        """Nothing to do: it ended, or it is the shopper's turn."""
        return self.step in ENDS or (self.step is Step.CHALLENGED and now < self.give_up_at)

    def turns_back(self, now: datetime) -> bool:
        return self.step in TURNS_BACK and now >= self.give_up_at
