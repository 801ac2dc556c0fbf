"""Where sagas are kept: who may carry one on, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from kit.ids import uuid7
from kit.sagas.saga import NoSuchSaga, Saga, SagaStore, StaleSaga
from kit.sagas.storage import PostgresSagas
from kit.tests.trips import KIND, NOW
from testkit.memory_sagas import MemorySagas

LATER = NOW + timedelta(minutes=2)
ME, OTHER = uuid4(), uuid4()


class SagaStoreBehaviour:
    """The store in memory and the one on PostgreSQL both pass it, so the fake cannot lie."""

    async def begun(self, store: SagaStore, step: str = "flying", lease_s: float = 10) -> Saga:
        saga = Saga(uuid7(), KIND, uuid4(), step, LATER)
        await store.add(saga, ME, lease_s)
        return saga

    async def waiting(self, store: SagaStore) -> Saga:
        saga = await self.begun(store)
        return await store.save(replace(saga, step="asking", waits_until=LATER), ME, let_go=True)

    async def test_a_saga_comes_back_as_it_was(self, store: SagaStore) -> None:
        saga = await self.begun(store)

        assert await store.find(KIND, saga.subject) == saga
        assert await store.find("another kind", saga.subject) is None

    async def test_nobody_takes_a_saga_that_is_held(self, store: SagaStore) -> None:
        saga = await self.begun(store)

        assert await store.claim(KIND, saga.subject, OTHER, 10, NOW) is None
        assert await store.list_due([KIND], NOW, 10) == []

    async def test_a_saga_whose_lease_ran_out_goes_to_the_first_who_asks(self, store: SagaStore) -> None:
        saga = await self.begun(store, lease_s=-1)
        assert await store.list_due([KIND], NOW, 10) == [(KIND, saga.subject)]

        taken = await store.claim(KIND, saga.subject, OTHER, 10, NOW)

        assert taken
        assert (taken.step, taken.tries) == ("flying", 1)
        assert await store.claim(KIND, saga.subject, uuid4(), 10, NOW) is None

    async def test_a_holder_who_slept_too_long_can_no_longer_save(self, store: SagaStore) -> None:
        saga = await self.begun(store, lease_s=-1)
        await store.claim(KIND, saga.subject, OTHER, 10, NOW)

        with pytest.raises(StaleSaga):
            await store.save(saga, ME)
        with pytest.raises(StaleSaga):
            await store.set_aside(saga, ME, "too late", None)
        assert not await store.extend_lease(saga.id, ME, 10)

    async def test_two_saves_of_one_version_are_one(self, store: SagaStore) -> None:
        saga = await self.begun(store)
        await store.save(saga, ME)

        with pytest.raises(StaleSaga):
            await store.save(saga, ME)

    async def test_a_saga_that_waits_for_somebody_is_due_only_when_its_time_is_over(self, store: SagaStore) -> None:
        saga = await self.waiting(store)

        assert await store.list_due([KIND], NOW, 10) == []
        assert await store.claim(KIND, saga.subject, OTHER, 10, NOW) is None
        assert await store.list_due([KIND], LATER, 10) == [(KIND, saga.subject)]

    async def test_a_signal_is_taken_once_and_only_in_time(self, store: SagaStore) -> None:
        saga = await self.waiting(store)
        moves = {"asking": "noting"}

        assert await store.claim_signalled(KIND, saga.subject, moves, "yes", ME, 10, LATER) is None
        told = await store.claim_signalled(KIND, saga.subject, moves, "yes", ME, 10, NOW)

        assert told
        assert (told.step, told.signal, told.waits_until) == ("noting", "yes", None)
        assert await store.claim_signalled(KIND, saga.subject, moves, "no", OTHER, 10, NOW) is None

    async def test_a_signal_is_taken_also_when_it_is_time_to_look(self, store: SagaStore) -> None:
        saga = await self.begun(store)
        look_at = NOW + timedelta(seconds=5)
        await store.save(replace(saga, step="asking", waits_until=look_at), ME, let_go=True)
        assert await store.list_due([KIND], look_at, 10) == [(KIND, saga.subject)]

        told = await store.claim_signalled(KIND, saga.subject, {"asking": "noting"}, "yes", ME, 10, look_at)

        assert told
        assert told.step == "noting"

    async def test_an_ended_saga_is_left_alone(self, store: SagaStore) -> None:
        saga = await self.begun(store)
        await store.save(replace(saga, step="booked", ended=True), ME, let_go=True)

        assert await store.list_due([KIND], NOW + timedelta(days=9), 10) == []

    async def test_a_saga_that_was_set_aside_is_due_after_its_pause(self, store: SagaStore) -> None:
        saga = await self.begun(store)
        await store.set_aside(replace(saga, failures=1), ME, "ValueError", 3600)

        assert await store.claim(KIND, saga.subject, OTHER, 10, NOW) is None

    async def test_a_parked_saga_says_why_and_is_never_due(self, store: SagaStore) -> None:
        saga = await self.begun(store)
        await store.set_aside(replace(saga, failures=8), ME, "ValueError: no", None)

        found = await store.find(KIND, saga.subject)

        assert found
        assert (found.parked, found.failures) == ("ValueError: no", 8)
        assert await store.count_parked() == 1
        assert await store.list_due([KIND], NOW + timedelta(days=9), 10) == []

    async def parked(self, store: SagaStore) -> Saga:
        saga = await self.begun(store)
        await store.set_aside(replace(saga, failures=8), ME, "ValueError: no", None)
        return saga

    async def test_a_parked_saga_that_an_operator_gives_up_is_ended_once(self, store: SagaStore) -> None:
        saga = await self.parked(store)
        await store.ask_to_abandon(saga.id)
        (asked,) = await store.list_to_abandon([KIND, "another kind"], 10)

        ended = [await store.end_abandoned(saga.id) for _ in range(2)]

        found = await store.find(KIND, saga.subject)
        assert found
        assert (asked.id, ended, found.ended) == (saga.id, [True, False], True)
        assert await store.list_to_abandon([KIND], 10) == []

    async def test_only_a_parked_saga_can_be_given_up(self, store: SagaStore) -> None:
        carried = await self.begun(store)

        for saga_id in (carried.id, uuid4()):
            with pytest.raises(NoSuchSaga):
                await store.ask_to_abandon(saga_id)

    async def test_one_that_cannot_be_given_up_stays_parked_for_that_reason(self, store: SagaStore) -> None:
        saga = await self.parked(store)
        await store.ask_to_abandon(saga.id)

        await store.refuse_to_abandon(saga.id, "IllegalMove: no")

        found = await store.find(KIND, saga.subject)
        assert found
        assert (found.parked, found.ended) == ("IllegalMove: no", False)
        assert await store.list_to_abandon([KIND], 10) == []

    async def test_freed_leases_let_another_go_on_at_once(self, store: SagaStore) -> None:
        saga = await self.begun(store)

        await store.free_leases(ME)

        assert await store.claim(KIND, saga.subject, OTHER, 10, NOW)


class TestPostgresSagas(SagaStoreBehaviour):
    @pytest.fixture
    def store(self, sagas: PostgresSagas) -> PostgresSagas:
        return sagas


class TestMemorySagas(SagaStoreBehaviour):
    @pytest.fixture
    def store(self) -> MemorySagas:
        return MemorySagas()
