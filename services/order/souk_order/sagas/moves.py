"""The steps of a checkout and every move between them, as data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

# What wakes a challenged checkout beside the shopper's own answer: something may have happened at the provider's.
ASK: Final = "ask"


class Step(StrEnum):
    CLAIMING = "claiming"  # limited promotions, where the order uses any; given back by whoever hears it was cancelled
    HOLDING = "holding"  # stock to be paid by card; payment and stock's commit follow unsaved, all undone by VOIDING
    RESERVING = "reserving"  # stock to be paid on delivery
    AUTHORISING = "authorising"  # payment
    RENEWING = "renewing"  # stock, for as long as the challenge may take
    CHALLENGED = "challenged"  # the shopper has the turn
    ANSWERING = "answering"  # the challenge, or asking how it was answered elsewhere
    COMMITTING = "committing"  # stock
    CAPTURING = "capturing"  # payment
    CONFIRMING = "confirming"  # what is due on delivery: nothing is captured, and nothing turns back any more
    CLOSING = "closing"  # the checkout, in a cart that was away when the order was confirmed
    DONE = "done"
    VOIDING = "voiding"  # undoes AUTHORISING
    REFUNDING = "refunding"  # undoes a payment that was taken at once
    RELEASING = "releasing"  # undoes RESERVING, and COMMITTING by putting the goods back
    UNDONE = "undone"


MOVES: Mapping[str, frozenset[str]] = {
    Step.CLAIMING: frozenset({Step.HOLDING, Step.RESERVING, Step.RELEASING, Step.UNDONE}),
    Step.HOLDING: frozenset({Step.AUTHORISING, Step.VOIDING, Step.UNDONE}),
    Step.RESERVING: frozenset({Step.AUTHORISING, Step.CONFIRMING, Step.VOIDING, Step.UNDONE}),
    Step.AUTHORISING: frozenset({Step.COMMITTING, Step.RENEWING, Step.VOIDING, Step.RELEASING}),
    Step.RENEWING: frozenset({Step.CHALLENGED, Step.VOIDING}),
    Step.CHALLENGED: frozenset({Step.CHALLENGED, Step.ANSWERING, Step.COMMITTING, Step.VOIDING, Step.RELEASING}),
    Step.ANSWERING: frozenset({Step.CHALLENGED, Step.COMMITTING, Step.VOIDING, Step.RELEASING}),
    Step.COMMITTING: frozenset({Step.CAPTURING, Step.CONFIRMING, Step.VOIDING}),
    Step.CAPTURING: frozenset({Step.CLOSING, Step.DONE, Step.VOIDING}),
    Step.CONFIRMING: frozenset({Step.CLOSING, Step.DONE}),
    Step.CLOSING: frozenset({Step.DONE}),
    Step.VOIDING: frozenset({Step.REFUNDING, Step.RELEASING}),
    Step.REFUNDING: frozenset({Step.RELEASING}),
    Step.RELEASING: frozenset({Step.UNDONE}),
    Step.DONE: frozenset(),
    Step.UNDONE: frozenset(),
}

# What may be undone needs no save of its own: every call has the order's key, so that a crash repeats them all and
# changes nothing, and a charge is asked for before it is made again. The intent to take the money is saved.
UNSAVED: frozenset[str] = frozenset({Step.AUTHORISING, Step.COMMITTING})

# Where a step that takes too long turns back. The others are repeated until they are answered: a capture may
# have taken the money already, and an undoing has nothing to turn back to.
TURNS_BACK: Mapping[str, Step] = {
    Step.CLAIMING: Step.RELEASING,
    Step.HOLDING: Step.VOIDING,
    Step.RESERVING: Step.VOIDING,
    Step.AUTHORISING: Step.VOIDING,
    Step.RENEWING: Step.VOIDING,
    Step.CHALLENGED: Step.VOIDING,
    Step.ANSWERING: Step.VOIDING,
    Step.COMMITTING: Step.VOIDING,
}
