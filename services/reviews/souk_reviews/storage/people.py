"""Authors, buyers and voters. What was said in public stays, and nobody said it; photos go."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable

from kit.clock import Clock
from kit.data.database import Database
from kit.data.people import PostgresPeople, Section
from kit.files.store import FileMissing, FileStore
from kit.people import Held, Person
from kit.pictures.renditions import name_of
from souk_reviews.domain.reviews import NOBODY
from souk_reviews.storage.photos import PHOTOS_OF_NOBODY


class PostgresReviewers(PostgresPeople):
    sections = (
        Section(
            "reviews",
            """select r.id::text, jsonb_build_object(
                      'product', r.handle, 'name', r.author_name, 'stars', r.stars, 'title', r.title, 'text', r.body,
                      'state', r.state, 'reason', r.reason, 'answer', r.answer, 'found_helpful_by', r.helpful,
                      'written_at', r.written_at, 'edited_at', r.edited_at)
                 from reviews r, person where r.author_id = person.id""",
        ),
        Section(
            "photos",
            """select p.id::text, jsonb_build_object(
                      'id', p.id, 'product', r.handle, 'alt', p.alt, 'uploaded_at', p.uploaded_at,
                      'name', p.id || '.webp', 'file', p.webp -> -1 ->> 'url', 'base64', null)
                 from photos p left join reviews r on r.id = p.review_id, person where p.owner_id = person.id""",
            at_once=1,
        ),
        Section(
            "reviews found helpful",
            """select v.review_id::text, jsonb_build_object('product', r.handle, 'title', r.title)
                 from votes v join reviews r on r.id = v.review_id, person where v.voter_id = person.id""",
        ),
        Section(
            "products bought",
            """select p.order_id || ' ' || p.handle, jsonb_build_object('product', p.handle, 'order_id', p.order_id)
                 from purchases p, person where p.customer_id = person.id""",
        ),
    )
    forgetting = (
        # Never shown, or no longer: nobody relies on it, and moderators need not decide it.
        "delete from reviews where author_id = $1 and state <> 'published'",
        "delete from votes where voter_id = $1",
        "delete from purchases where customer_id = $1",
    )

    def __init__(
        self, database: Database, media: FileStore, remove_loose: Callable[[], Awaitable[None]], clock: Clock
    ) -> None:
        super().__init__(database)
        self._media = media
        self._remove_loose = remove_loose
        self._clock = clock

    async def held(self, person: Person, cursor: str | None) -> Held:
        held = await super().held(person, cursor)
        for each in held.items:
            if "file" in each.item:
                each.item["base64"] = await self._encoded(str(each.item.pop("file")))
        return held

    async def _encoded(self, address: str) -> str | None:
        """None: its upload broke off."""
        try:
            return base64.b64encode(await self._media.get(name_of(address))).decode()
        except FileMissing:
            return None

    async def forget(self, person: Person) -> None:
        await super().forget(person)
        await self._remove_loose()

    async def forget_within(self, person: Person) -> None:
        await self.execute(PHOTOS_OF_NOBODY, person.id, self._clock.now())
        await super().forget_within(person)
        await self.execute(
            "update reviews set author_id = null, author_name = $2, version = version + 1 where author_id = $1",
            person.id,
            NOBODY,
        )
