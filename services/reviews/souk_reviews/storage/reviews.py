"""Reviews, votes and summaries in PostgreSQL.

Who changes a review has locked it, and locks its product's summary after it: one of each, so nobody waits in a circle.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from kit.data.database import PostgresStore
from souk_reviews.domain.flags import Flag
from souk_reviews.domain.photos import Chosen, Photo
from souk_reviews.domain.reading import Order, Position, ReviewPage
from souk_reviews.domain.refusals import UnknownReview
from souk_reviews.domain.reviews import Answer, Opinion, Reason, Review, State
from souk_reviews.domain.summaries import Counts, Summary
from souk_reviews.storage.photos import OF_REVIEW, PHOTOS_OF_NOBODY, PostgresPhotos, photo_of
from souk_reviews.storage.published import page_of, published_statement

MOST_VOTES_TOLD = 500
ALL = f"select r.*, {OF_REVIEW} as photos from reviews r"
COLUMNS = """id, handle, author_id, author_name, verified, stars, title, body, state, flags, reason, answer,
             answered_at, helpful, written_at, edited_at, version"""
SAVE = """
update reviews set author_name = $2, stars = $3, title = $4, body = $5, state = $6, flags = $7, reason = $8,
       answer = $9, answered_at = $10, edited_at = $11, version = $12 where id = $1
"""
ADD = f"""
insert into reviews ({COLUMNS})
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
"""
# Only the first review of a product makes a row, and nothing is taken off one that is not there; but what would be
# inserted is checked also where it is not.
CHANGE_SUMMARY = """
insert into summaries (handle, counts, version)
values ($1, array(select greatest(c, 0) from unnest($2::int[]) with ordinality t (c, n) order by n), 1)
on conflict (handle) do update set version = summaries.version + 1,
    counts = array(select a + b from unnest(summaries.counts, $2::int[]) with ordinality t (a, b, n) order by n)
returning counts, version
"""
VOTE = """
with voted as (insert into votes (review_id, voter_id) values ($1, $2) on conflict do nothing returning 1)
update reviews set helpful = helpful + 1 where id = $1 and exists (select from voted)
"""
UNVOTE = """
with taken as (delete from votes where review_id = $1 and voter_id = $2 returning 1)
update reviews set helpful = helpful - 1 where id = $1 and exists (select from taken)
"""
LOCK_AUTHORS_PLACE = "select pg_advisory_xact_lock(hashtextextended($1::uuid::text || ' ' || $2::text, 0))"


class PostgresReviews(PostgresStore):
    async def list_published(
        self, handle: str, order: Order, stars: int | None, start: Position | None, limit: int
    ) -> tuple[Summary, ReviewPage]:
        statement, args = published_statement(handle, order, stars, start, limit + 1)
        rows = await self.fetch(statement, *args)
        return _summary(handle, rows[0]), page_of(rows, order, limit)

    async def find_of_author(self, author_id: UUID, handle: str) -> Review | None:
        row = await self.fetchrow(f"{ALL} where author_id = $1 and handle = $2", author_id, handle)
        return None if row is None else _review(row)

    async def list_of_author(self, author_id: UUID, start: UUID | None, limit: int) -> list[Review]:
        rows = await self.fetch(
            f"""{ALL} where author_id = $1 and ($2::uuid is null or id < $2)
                order by id desc limit $3""",
            author_id,
            start,
            limit,
        )
        return [_review(row) for row in rows]

    async def list_helpful_to(self, voter_id: UUID, handle: str) -> list[UUID]:
        rows = await self.fetch(
            f"""select v.review_id from votes v join reviews r on r.id = v.review_id
                where v.voter_id = $1 and r.handle = $2 limit {MOST_VOTES_TOLD}""",
            voter_id,
            handle,
        )
        return [row["review_id"] for row in rows]

    async def list_in_state(
        self, state: State, start: tuple[datetime, UUID] | None, limit: int, seller_id: UUID | None = None
    ) -> list[Review]:
        of_seller = "and handle = any(array(select handle from sellers where seller_id = $5))" if seller_id else ""
        rows = await self.fetch(
            f"""{ALL} where state = $1 {of_seller}
                and ($2::timestamptz is null or (written_at, id) > ($2, $3::uuid)) order by written_at, id limit $4""",
            state,
            *(start or (None, None)),
            limit,
            *([seller_id] if seller_id else []),
        )
        return [_review(row) for row in rows]

    async def find_of_author_to_change(self, author_id: UUID, handle: str) -> Review | None:
        await self.execute(LOCK_AUTHORS_PLACE, author_id, handle)
        row = await self.fetchrow(f"{ALL} where author_id = $1 and handle = $2 for update of r", author_id, handle)
        return None if row is None else _review(row)

    async def get_to_change(self, review_id: UUID) -> Review:
        row = await self.fetchrow(f"{ALL} where id = $1 for update of r", review_id)
        if row is None:
            raise UnknownReview
        return _review(row)

    async def find_seller(self, handle: str) -> UUID | None:
        return await self.fetchval("select seller_id from sellers where handle = $1", handle)

    async def add(self, review: Review) -> None:
        one, answer = review.opinion, review.answer
        await self.write(
            ADD, review.id, review.handle, review.author_id, one.author_name, review.verified, one.stars, one.title,
            one.body, review.state, sorted(review.flags), review.reason, answer and answer.text, answer and answer.at,
            review.helpful, review.written_at, review.edited_at, review.version,
        )  # fmt: skip

    async def save(self, review: Review) -> None:
        one, answer = review.opinion, review.answer
        await self.write(
            SAVE, review.id, one.author_name, one.stars, one.title, one.body, review.state, sorted(review.flags),
            review.reason, answer and answer.text, answer and answer.at, review.edited_at, review.version,
        )  # fmt: skip

    async def keep_photos(
        self, review_id: UUID, owner_id: UUID, chosen: Sequence[Chosen], now: datetime
    ) -> tuple[Photo, ...]:
        return await self.joined(PostgresPhotos(self._database)).keep(review_id, owner_id, chosen, now)

    async def let_photos_go(self, review_id: UUID, now: datetime) -> None:
        await self.joined(PostgresPhotos(self._database)).let_go(review_id, (), now)

    async def remove(self, review_id: UUID, now: datetime) -> None:
        await self.let_photos_go(review_id, now)
        await self.write("delete from reviews where id = $1", review_id)

    async def watch(self, customer_id: UUID, handle: str) -> None:
        await self.write(
            "update purchases set watched = true where customer_id = $1 and handle = $2", customer_id, handle
        )

    async def change_summary(self, handle: str, change: Counts) -> Summary:
        row = await self.fetchrow(CHANGE_SUMMARY, handle, list(change))
        return _summary(handle, row)

    async def add_vote(self, review_id: UUID, voter_id: UUID) -> None:
        await self.execute(VOTE, review_id, voter_id)

    async def remove_vote(self, review_id: UUID, voter_id: UUID) -> None:
        await self.execute(UNVOTE, review_id, voter_id)

    async def disown(self, author_id: UUID, name: str, now: datetime) -> None:
        await self.write(PHOTOS_OF_NOBODY, author_id, now)
        await self.write(
            "update reviews set author_id = null, author_name = $2, version = version + 1 where author_id = $1",
            author_id,
            name,
        )
        await self.write("delete from votes where voter_id = $1", author_id)

    async def is_first(self, name: str) -> bool:
        noted = await self.fetchval("insert into seeded (name) values ($1) on conflict do nothing returning true", name)
        return noted is not None


def _summary(handle: str, row: Any) -> Summary:
    if row["counts"] is None:
        return Summary(handle)
    one, two, three, four, five = row["counts"]
    return Summary(handle, (one, two, three, four, five), row["version"])


def _review(row: asyncpg.Record) -> Review:
    return Review(
        id=row["id"],
        handle=row["handle"],
        author_id=row["author_id"],
        opinion=Opinion(row["stars"], row["title"], row["body"], row["author_name"]),
        verified=row["verified"],
        state=State(row["state"]),
        flags=frozenset(map(Flag, row["flags"])),
        written_at=row["written_at"],
        version=row["version"],
        reason=Reason(row["reason"]) if row["reason"] else None,
        answer=Answer(row["answer"], row["answered_at"]) if row["answer"] is not None else None,
        helpful=row["helpful"],
        edited_at=row["edited_at"],
        photos=tuple(map(photo_of, row["photos"] or ())),
    )
