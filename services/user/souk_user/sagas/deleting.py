"""A customer is forgotten: once the last access token is over and nothing is under way, by every service, user last."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Final

from kit.clock import Clock
from kit.errors import SoukError
from kit.ids import uuid7
from kit.sagas.saga import OUTAGES, Definition, Outcome, Saga
from souk_user.domain.privacy import LOOK_AGAIN, NEVER, Deletion
from souk_user.ports.privacy import DeletionStore, Holders

KIND: Final = "deletion"
SETTLED, FORGETTING, LEAVING, DONE = "settled", "forgetting", "leaving", "done"


def deleting(deletions: DeletionStore, holders: Holders, clock: Clock, settling: timedelta) -> Definition[Deletion]:
    """`settling`: no service forgets before the last access token is over, so no request brings anything back."""
    return Definition(
        kind=KIND,
        subjects=deletions,
        moves={
            SETTLED: frozenset({SETTLED, FORGETTING}),
            FORGETTING: frozenset({FORGETTING, LEAVING}),
            LEAVING: frozenset({DONE}),
            DONE: frozenset(),
        },
        steps={
            SETTLED: partial(_look, deletions, holders, clock, settling),
            FORGETTING: partial(_forget, deletions, holders),
            LEAVING: _leave,
        },
        late={},
        abandoned=lambda deletion: deletion,
        waits={SETTLED: SETTLED},  # nobody says anything: time has the turn
    )


def begun(deletion: Deletion) -> Saga:
    return Saga(uuid7(), KIND, deletion.id, SETTLED, deletion.asked_at + NEVER)


async def _look(
    deletions: DeletionStore, holders: Holders, clock: Clock, settling: timedelta, _: Saga, deletion: Deletion
) -> Outcome[Deletion]:
    """An order may have begun in the last moment: then its customer is forgotten once it has arrived."""
    settled_at = deletion.asked_at + settling
    if clock.now() < settled_at:
        return Outcome(deletion, SETTLED, look_at=settled_at)
    person = await deletions.get_person(deletion.account_id)
    for holder in deletion.holders:
        if await holders.under_way(holder, person):
            return Outcome(deletion, SETTLED, look_at=clock.now() + LOOK_AGAIN)
    return Outcome(deletion, FORGETTING)


async def _forget(deletions: DeletionStore, holders: Holders, _: Saga, deletion: Deletion) -> Outcome[Deletion]:
    """One more service; the first of the missing ones that answers."""
    away: SoukError | None = None
    person = await deletions.get_person(deletion.account_id)
    for holder in deletion.missing:
        try:
            await holders.forget(holder, person)
        except SoukError as error:
            if error.kind not in OUTAGES:
                raise
            away = error
            continue
        forgotten = deletion.with_answer_of(holder)
        return Outcome(forgotten, FORGETTING if forgotten.missing else LEAVING)
    if away:
        raise away
    return Outcome(deletion, LEAVING)


async def _leave(_: Saga, deletion: Deletion) -> Outcome[Deletion]:
    """Account, what belongs to it and the last mail: one transaction, with the end of this saga."""
    return Outcome(deletion.over(), DONE)
