"""Sagas in memory, for tests of what carries them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kit.sagas.saga import NoSuchSaga, Saga, Signal, StaleSaga


@dataclass
class _Row:
    saga: Saga
    holder: UUID | None
    lease_until: float | None
    retry_at: float | None = None
    to_abandon: bool = False

    def is_due(self, now: datetime) -> bool:
        saga, at = self.saga, time.monotonic()
        return not (
            saga.ended
            or saga.parked is not None
            or (self.lease_until is not None and self.lease_until >= at)
            or (self.retry_at is not None and self.retry_at > at)
            or (saga.waits_until is not None and saga.waits_until > now)
        )


class MemorySagas:
    """As kit.sagas.storage keeps them; SagaStoreBehaviour (kit/tests) holds both to the same words."""

    def __init__(self) -> None:
        self._rows: dict[UUID, _Row] = {}

    async def add(self, saga: Saga, holder: UUID, lease_s: float) -> None:
        self._rows[saga.id] = _Row(saga, holder, time.monotonic() + lease_s)

    async def find(self, kind: str, subject: UUID) -> Saga | None:
        row = self._row(kind, subject)
        return row.saga if row else None

    async def claim(self, kind: str, subject: UUID, holder: UUID, lease_s: float, now: datetime) -> Saga | None:
        row = self._row(kind, subject)
        if row is None or not row.is_due(now):
            return None
        self._hold(row, replace(row.saga, tries=row.saga.tries + 1), holder, lease_s)
        return row.saga

    async def claim_signalled(
        self, kind: str, subject: UUID, moves: Mapping[str, str], signal: Signal, holder: UUID, lease_s: float,
        now: datetime,
    ) -> Saga | None:  # fmt: skip
        row = self._row(kind, subject)
        if row is None or row.saga.ended or row.saga.parked is not None or row.saga.step not in moves:
            return None
        if row.saga.give_up_at <= now or (row.lease_until is not None and row.lease_until >= time.monotonic()):
            return None
        step = moves[row.saga.step]
        told = replace(row.saga, step=step, signal=signal, tries=0, failures=0, waits_until=None)
        self._hold(row, told, holder, lease_s)
        return row.saga

    async def extend_lease(self, saga_id: UUID, holder: UUID, lease_s: float) -> bool:
        row = self._rows[saga_id]
        if row.holder != holder:
            return False
        row.lease_until = time.monotonic() + lease_s
        return True

    async def free_leases(self, holder: UUID) -> None:
        for row in self._rows.values():
            if row.holder == holder and not row.saga.ended:
                row.holder = row.lease_until = None

    async def save(self, saga: Saga, holder: UUID, *, let_go: bool = False) -> Saga:
        row = self._held(saga, holder)
        row.saga = replace(saga, version=saga.version + 1)
        if let_go:
            row.holder = row.lease_until = None
        return row.saga

    async def set_aside(self, saga: Saga, holder: UUID, reason: str, retry_s: float | None) -> None:
        row = self._held(saga, holder)
        parked = reason if retry_s is None else None
        row.saga = replace(row.saga, failures=saga.failures, version=saga.version + 1, parked=parked)
        row.retry_at = None if retry_s is None else time.monotonic() + retry_s
        row.holder = row.lease_until = None

    async def list_due(self, kinds: Sequence[str], now: datetime, limit: int) -> Sequence[tuple[str, UUID]]:
        due = [row.saga for row in self._rows.values() if row.saga.kind in kinds and row.is_due(now)]
        return [(saga.kind, saga.subject) for saga in due[:limit]]

    async def count_parked(self) -> int:
        return sum(row.saga.parked is not None and not row.saga.ended for row in self._rows.values())

    async def ask_to_abandon(self, saga_id: UUID) -> None:
        row = self._rows.get(saga_id)
        if row is None or row.saga.ended or row.saga.parked is None:
            raise NoSuchSaga(saga_id, "is parked")
        row.to_abandon = True

    async def list_to_abandon(self, kinds: Sequence[str], limit: int) -> Sequence[Saga]:
        asked = [row.saga for row in self._rows.values() if row.to_abandon and row.saga.kind in kinds]
        return asked[:limit]

    async def end_abandoned(self, saga_id: UUID) -> bool:
        row = self._rows[saga_id]
        asked, row.to_abandon = row.to_abandon, False
        if asked:
            row.saga = replace(row.saga, ended=True, version=row.saga.version + 1)
        return asked

    async def refuse_to_abandon(self, saga_id: UUID, reason: str) -> None:
        row = self._rows[saga_id]
        row.saga, row.to_abandon = replace(row.saga, parked=reason), False

    async def let_leases_run_out(self) -> None:
        for row in self._rows.values():
            row.lease_until = None

    def _row(self, kind: str, subject: UUID) -> _Row | None:
        found = [row for row in self._rows.values() if (row.saga.kind, row.saga.subject) == (kind, subject)]
        return max(found, key=lambda row: row.saga.id, default=None)

    def _hold(self, row: _Row, saga: Saga, holder: UUID, lease_s: float) -> None:
        row.saga = replace(saga, version=saga.version + 1)
        row.holder, row.lease_until, row.retry_at = holder, time.monotonic() + lease_s, None

    def _held(self, saga: Saga, holder: UUID) -> _Row:
        row = self._rows[saga.id]
        if row.holder != holder or row.saga.version != saga.version:
            raise StaleSaga(saga)
        return row
