from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from reviews_examples import ALICE, MUG, a_buyer, an_opinion

from contracts.reviews import ReviewSummaryChanged
from kit.data.database import PostgresStore
from souk_reviews.actions import moderating, writing
from souk_reviews.domain.reading import Order
from souk_reviews.domain.refusals import UnknownReview
from souk_reviews.domain.reviews import NOBODY, Reason, Standing, State
from souk_reviews.domain.summaries import Summary

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

    from kit.data.database import Database
    from souk_reviews.actions.deps import Deps
    from testkit.clock import ManualClock

WRITERS = 24


async def summary_of(deps: Deps, handle: str = MUG) -> Summary:
    summary, _ = await deps.reviews.list_published(handle, Order.NEWEST, None, None, 1)
    return summary


async def announced(database: Database) -> list[ReviewSummaryChanged]:
    rows = await PostgresStore(database).fetch("select body from kit_outbox order by position")
    return [ReviewSummaryChanged.model_validate_json(row["body"]) for row in rows]


async def recounted(database: Database, handle: str = MUG) -> tuple[int, ...]:
    """By the reviews themselves, as no request does it."""
    rows = await PostgresStore(database).fetch(
        """select n, count(r.id) as many from generate_series(1, 5) n
           left join reviews r on r.stars = n and r.handle = $1 and r.state = 'published' group by n order by n""",
        handle,
    )
    return tuple(row["many"] for row in rows)


async def test_a_buyer_writes_changes_and_deletes_their_one_review_and_each_change_is_announced(
    deps: Deps, database: Database, clock: ManualClock
) -> None:
    await a_buyer(deps, ALICE)

    first = await writing.write(deps, ALICE, MUG, an_opinion(2))
    clock.advance(hours=1)
    changed = await writing.write(deps, ALICE, MUG, an_opinion(4))
    await writing.write(deps, ALICE, MUG, an_opinion(4, title="The same stars"))
    await writing.delete(deps, ALICE, MUG)
    await writing.delete(deps, ALICE, MUG)

    assert (changed.id, changed.written_at, changed.edited_at) == (first.id, first.written_at, clock.now())
    assert [(event.version, event.counts) for event in await announced(database)] == [
        (1, (0, 1, 0, 0, 0)),
        (2, (0, 0, 0, 1, 0)),
        (3, (0, 0, 0, 0, 0)),
    ]
    assert await deps.reviews.find_of_author(ALICE, MUG) is None


async def test_what_waits_or_was_rejected_is_neither_shown_nor_counted(deps: Deps) -> None:
    await a_buyer(deps, ALICE)
    review = await writing.write(deps, ALICE, MUG, an_opinion(1, body="See www.mugs.example"))
    assert (await summary_of(deps)).count == 0

    await moderating.decide(deps, review.id, State.PUBLISHED, None, 1)
    published = await summary_of(deps)
    await moderating.decide(deps, review.id, State.REJECTED, Reason.ADVERTISING, 2)
    rejected = await summary_of(deps)

    assert (published.counts, rejected.counts) == ((1, 0, 0, 0, 0), (0, 0, 0, 0, 0))
    with pytest.raises(UnknownReview):
        await writing.find_helpful(deps, uuid4(), review.id)


async def test_a_summary_is_right_when_many_write_change_delete_and_moderate_at_once(
    deps: Deps, database: Database
) -> None:
    chance = random.Random(20)  # noqa: S311 (no secret)
    buyers = [await a_buyer(deps) for _ in range(WRITERS)]

    async def live(buyer: UUID, steps: Sequence[int]) -> None:
        for at, step in enumerate(steps):
            if step == 0:
                await writing.delete(deps, buyer, MUG)
                continue
            body = f"My text {at}." + " See www.mugs.example" * (step == 6)
            review = await writing.write(deps, buyer, MUG, an_opinion(min(step, 5), body=body))
            if step == 6:
                await moderating.decide(deps, review.id, State.PUBLISHED, None, review.version)

    await asyncio.gather(*(live(buyer, [chance.randrange(7) for _ in range(6)]) for buyer in buyers))

    summary = await summary_of(deps)
    events = await announced(database)
    assert summary.counts == await recounted(database)
    assert max(events, key=lambda event: event.version).counts == summary.counts
    assert sorted(event.version for event in events) == list(range(1, len(events) + 1))


async def test_what_was_rejected_is_not_published_by_writing_it_again(deps: Deps) -> None:
    await a_buyer(deps, ALICE)
    review = await writing.write(deps, ALICE, MUG, an_opinion(1))
    await moderating.decide(deps, review.id, State.REJECTED, Reason.OFF_TOPIC, 1)
    await writing.delete(deps, ALICE, MUG)

    again = await writing.write(deps, ALICE, MUG, an_opinion(1))
    await writing.delete(deps, ALICE, MUG)
    third = await writing.write(deps, ALICE, MUG, an_opinion(5))

    assert (again.state, third.state) == (State.WAITING, State.WAITING)
    assert (await summary_of(deps)).count == 0


async def at_once(*many: Awaitable[object]) -> None:
    await asyncio.gather(*many)


async def test_a_review_that_is_sent_many_times_at_once_is_one(deps: Deps, database: Database) -> None:
    await a_buyer(deps, ALICE)

    await at_once(*(writing.write(deps, ALICE, MUG, an_opinion(5)) for _ in range(8)))

    assert (await summary_of(deps)).counts == await recounted(database) == (0, 0, 0, 0, 1)


async def test_a_person_finds_a_review_helpful_once_however_often_they_say_it(deps: Deps) -> None:
    await a_buyer(deps, ALICE)
    review = await writing.write(deps, ALICE, MUG, an_opinion())
    bina, chitra = uuid4(), uuid4()

    await at_once(*(writing.find_helpful(deps, voter, review.id) for voter in (bina, chitra) for _ in range(6)))
    both = await deps.reviews.find_of_author(ALICE, MUG)
    await at_once(*(writing.find_helpful_no_more(deps, bina, review.id) for _ in range(4)))

    left = await deps.reviews.find_of_author(ALICE, MUG)
    assert both
    assert left
    assert (both.helpful, left.helpful) == (2, 1)
    assert (await writing.show_mine(deps, chitra, MUG)).helpful == [review.id]
    assert (await writing.show_mine(deps, bina, MUG)).helpful == []


async def test_who_leaves_takes_their_name_along_and_what_they_said_stays(deps: Deps, database: Database) -> None:
    await a_buyer(deps, ALICE)
    await a_buyer(deps, ALICE, "bud-vase")
    for handle in (MUG, "bud-vase"):
        await writing.write(deps, ALICE, handle, an_opinion(4))
    bina = await a_buyer(deps)
    other = await writing.write(deps, bina, MUG, an_opinion(5, author_name="Bina"))
    await writing.find_helpful(deps, ALICE, other.id)

    await writing.disown(deps, ALICE)

    assert await deps.reviews.list_of_author(ALICE, None, 9) == []
    assert (await summary_of(deps)).counts == (0, 0, 0, 1, 1)
    assert (await writing.show_mine(deps, ALICE, MUG)).standing is Standing.NOT_BOUGHT
    dump = str(await PostgresStore(database).fetch("select r::text, v::text from reviews r, votes v"))
    assert str(ALICE) not in dump
    rows = await PostgresStore(database).fetch("select distinct author_name from reviews")
    assert {row["author_name"] for row in rows} == {NOBODY, "Bina"}
