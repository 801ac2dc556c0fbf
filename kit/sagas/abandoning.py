"""Ends the sagas that an operator gave up, in the running service: its definitions know what becomes of a subject."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, TypeVar

from kit.errors import SoukError
from kit.sagas.saga import OUTAGES, Definition, Saga, SagaStore

log = logging.getLogger("kit.sagas")

T = TypeVar("T")


async def end_asked(store: SagaStore, definitions: Mapping[str, Definition[Any]], limit: int) -> None:
    """An outage leaves them asked for; any other error is kept with its saga, which stays parked."""
    for saga in await store.list_to_abandon(list(definitions), limit):
        try:
            await _end(store, definitions[saga.kind], saga)
        except Exception as error:
            if isinstance(error, SoukError) and error.kind in OUTAGES:
                raise
            log.exception("A saga could not be abandoned.", extra={"saga_id": str(saga.id)})
            await store.refuse_to_abandon(saga.id, f"{type(error).__name__}: {error}")


async def _end(store: SagaStore, definition: Definition[T], saga: Saga) -> None:
    """The saga's end and what it makes of the subject, in one transaction."""
    async with definition.subjects.transaction() as subjects:
        subject = await subjects.get(saga.subject)
        abandoned = definition.abandoned(subject)
        if not await subjects.joined(store).end_abandoned(saga.id):
            return  # another replica did it, or the operator resumed it after all
        if abandoned is not subject:
            await subjects.save(abandoned)
