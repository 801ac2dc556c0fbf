"""What goes over the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from contracts.people import NO_CONTROLS
from contracts.reviews import MOST_STARS
from souk_reviews.actions.writing import Mine
from souk_reviews.domain.flags import Flag
from souk_reviews.domain.photos import MOST_PHOTOS, Chosen, Photo
from souk_reviews.domain.reviews import Opinion, Reason, Review, Standing, State
from souk_reviews.domain.summaries import Summary

Stars = Annotated[int, Field(ge=1, le=MOST_STARS)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=NO_CONTROLS)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=NO_CONTROLS)]
# Line breaks are the only controls in it.
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$"),
]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]


# What a picture shows, for who does not see it; empty where its author says nothing.
Alt = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120, pattern=NO_CONTROLS)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ChosenPhoto(Body):
    id: UUID
    alt: Alt = ""


class WriteReview(Body):
    """`author_name` is what the author wants to be called beside it; without `photos` it keeps those that it has."""

    stars: Stars
    title: Line
    body: Text
    author_name: Name
    photos: Annotated[list[ChosenPhoto], Field(max_length=MOST_PHOTOS)] | None = None

    @property
    def chosen(self) -> list[Chosen] | None:
        """Each once."""
        return (
            None if self.photos is None else list({each.id: Chosen(each.id, each.alt) for each in self.photos}.values())
        )

    def to_opinion(self) -> Opinion:
        return Opinion(self.stars, self.title, self.body, self.author_name)


class Decide(Body):
    """`reason` is given where a review is rejected; `version` is the one that was read."""

    state: Literal[State.PUBLISHED, State.REJECTED]
    reason: Reason | None = None
    version: Version


class WriteAnswer(Body):
    text: Annotated[Text, Field(max_length=2000)]


class RatingSummary(BaseModel):
    """Of published reviews; `counts` are those of one star, of two, up to five."""

    average: float | None
    count: int
    counts: tuple[int, int, int, int, int]

    @classmethod
    def of(cls, summary: Summary) -> Self:
        return cls(average=summary.average, count=summary.count, counts=summary.counts)


class AnswerView(BaseModel):
    text: str
    at: datetime


class Rendition(BaseModel):
    url: str
    width: int


class PhotoView(BaseModel):
    """`srcset` is WebP, `avif` the same in AVIF; `color` stands in until it is there."""

    id: UUID
    url: str
    alt: str
    width: int
    height: int
    color: str
    srcset: list[Rendition]
    avif: list[Rendition]

    @classmethod
    def of(cls, photo: Photo) -> Self:
        srcset, avif = ([Rendition(url=url, width=width) for url, width in kind] for kind in (photo.webp, photo.avif))
        return cls(
            id=photo.id, url=srcset[-1].url, alt=photo.alt, width=photo.width, height=photo.height, color=photo.color,
            srcset=srcset, avif=avif,
        )  # fmt: skip


class ReviewView(BaseModel):
    """As everybody sees it; `verified`: the author had it delivered by this shop."""

    id: UUID
    stars: Stars
    title: str
    body: str
    author_name: str
    verified: bool
    helpful: int
    written_at: datetime
    edited_at: datetime | None
    answer: AnswerView | None
    photos: list[PhotoView]


class ProductReviews(BaseModel):
    summary: RatingSummary
    items: list[ReviewView]
    next_cursor: str | None


class MyReview(ReviewView):
    handle: str
    state: State
    reason: Reason | None

    @classmethod
    def of(cls, review: Review) -> Self:
        return cls(**_fields(review))


class MyReviews(BaseModel):
    items: list[MyReview]
    next_cursor: str | None


class MyStanding(BaseModel):
    """`helpful` are the reviews of this product that the customer found helpful."""

    standing: Standing
    review: MyReview | None
    helpful: list[UUID]

    @classmethod
    def of(cls, mine: Mine) -> Self:
        review = MyReview.of(mine.review) if mine.review else None
        return cls(standing=mine.standing, review=review, helpful=list(mine.helpful))


class ModeratedReview(MyReview):
    """`flags` is what a machine saw in it; `version` goes with a decision."""

    flags: list[Flag]
    version: int

    @classmethod
    def of(cls, review: Review) -> Self:
        return cls(**_fields(review), flags=sorted(review.flags), version=review.version)


class ModerationQueue(BaseModel):
    items: list[ModeratedReview]
    next_cursor: str | None


def _fields(review: Review) -> dict[str, Any]:
    opinion, answer = review.opinion, review.answer
    return {
        "id": review.id,
        "handle": review.handle,
        "stars": opinion.stars,
        "title": opinion.title,
        "body": opinion.body,
        "author_name": opinion.author_name,
        "verified": review.verified,
        "helpful": review.helpful,
        "written_at": review.written_at,
        "edited_at": review.edited_at,
        "answer": AnswerView(text=answer.text, at=answer.at) if answer else None,
        "photos": [PhotoView.of(photo) for photo in review.photos],
        "state": review.state,
        "reason": review.reason,
    }
