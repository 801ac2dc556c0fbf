"""A copy of a customer's data: every service is asked for its part, then the parts become one file.

A service that is away is waited for while the others answer. Each answer is kept before the next one is asked for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Final

from kit.clock import Clock
from kit.errors import SoukError
from kit.ids import uuid7
from kit.people import Person
from kit.sagas.saga import OUTAGES, Definition, Outcome, Saga
from souk_user.domain.privacy import NEVER, Export
from souk_user.ports.privacy import Archive, ExportStore, Holders

KIND: Final = "export"
GATHERING, PACKING, DONE = "gathering", "packing", "done"


def exporting(
    exports: ExportStore, holders: Holders, new_archive: Callable[[], Archive], clock: Clock
) -> Definition[Export]:
    return Definition(
        kind=KIND,
        subjects=exports,
        moves={
            GATHERING: frozenset({GATHERING, PACKING}),
            PACKING: frozenset({DONE}),
            DONE: frozenset(),
        },
        steps={
            GATHERING: partial(_gather, exports, holders),
            PACKING: partial(_pack, exports, new_archive, clock),
        },
        late={},
        abandoned=lambda export: export.ready(clock.now()),
    )


def begun(export: Export) -> Saga:
    return Saga(uuid7(), KIND, export.id, GATHERING, export.asked_at + NEVER)


async def _gather(exports: ExportStore, holders: Holders, _: Saga, export: Export) -> Outcome[Export]:
    """One more service; the first of the missing ones that answers."""
    away: SoukError | None = None
    person = await exports.get_person(export.account_id)
    for holder in export.missing:
        try:
            await _keep_all(exports, holders, export, holder, person)
        except SoukError as error:
            if error.kind not in OUTAGES:
                raise
            away = error
            continue
        answered = export.with_answer_of(holder)
        return Outcome(answered, GATHERING if answered.missing else PACKING)
    if away:
        raise away
    return Outcome(export, PACKING)


async def _keep_all(exports: ExportStore, holders: Holders, export: Export, holder: str, person: Person) -> None:
    page, cursor = 0, None
    while True:
        held = await holders.held(holder, person, cursor)
        await exports.keep_part(export.id, holder, page, held.items)
        page, cursor = page + 1, held.next_cursor
        if cursor is None:
            # A service that died in the middle may have told more, before something was removed.
            await exports.remove_parts_from(export.id, holder, page)
            return


async def _pack(
    exports: ExportStore, new_archive: Callable[[], Archive], clock: Clock, _: Saga, export: Export
) -> Outcome[Export]:
    archive, now = new_archive(), clock.now()
    for holder in export.holders:
        items = await exports.list_part(export.id, holder)
        await asyncio.to_thread(archive.add, holder, items)
    document = await asyncio.to_thread(archive.closed, now)
    await exports.keep_document(export.id, document)
    return Outcome(export.ready(now), DONE)
