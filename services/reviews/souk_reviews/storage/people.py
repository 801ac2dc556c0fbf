"""Authors, buyers and voters. What was said in public stays, and nobody said it."""

from __future__ import annotations

from kit.data.people import PostgresPeople, Section
from kit.people import Person
from souk_reviews.domain.reviews import NOBODY


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

    async def forget_within(self, person: Person) -> None:
        await super().forget_within(person)
        await self.execute(
            "update reviews set author_id = null, author_name = $2, version = version + 1 where author_id = $1",
            person.id,
            NOBODY,
        )
