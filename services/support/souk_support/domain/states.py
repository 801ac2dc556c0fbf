"""The states of a ticket and every move between them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    OPEN = "open"  # the shop has the turn
    WAITING = "waiting"  # who asked has it
    SOLVED = "solved"
    CLOSED = "closed"  # for good: what is asked then is a new ticket
    REOPENED = "reopened"  # the shop has the turn again


NEXT: Mapping[State, frozenset[State]] = {
    State.OPEN: frozenset({State.WAITING, State.SOLVED, State.CLOSED}),
    State.WAITING: frozenset({State.OPEN, State.SOLVED, State.CLOSED}),
    State.SOLVED: frozenset({State.WAITING, State.REOPENED, State.CLOSED}),
    State.REOPENED: frozenset({State.WAITING, State.SOLVED, State.CLOSED}),
    State.CLOSED: frozenset(),
}
THE_SHOPS_TURN = frozenset({State.OPEN, State.REOPENED})
SETTLED = frozenset({State.SOLVED, State.CLOSED})
