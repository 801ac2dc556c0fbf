"""What a review is and who decides about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from souk_reviews.domain.flags import Flag, flags_of
from souk_reviews.domain.photos import Chosen, Photo
from souk_reviews.domain.refusals import IllegalDecision, NotBought, NotDelivered, OwnReview, ReviewChanged

NOBODY = "A former customer"


class Standing(StrEnum):
    """How a customer stands to a product."""

    NOT_BOUGHT = "not-bought"
    ON_ITS_WAY = "on-its-way"
    MAY_WRITE = "may-write"


class State(StrEnum):
    PUBLISHED = "published"
    WAITING = "waiting"  # for a moderator
    REJECTED = "rejected"


class Reason(StrEnum):
    """Why a review is not shown."""

    ADVERTISING = "advertising"
    ABUSIVE = "abusive"
    OFF_TOPIC = "off-topic"
    PRIVATE_DATA = "private-data"


# What a moderator may decide.
DECISIONS: Mapping[State, frozenset[State]] = {
    State.WAITING: frozenset({State.PUBLISHED, State.REJECTED}),
    State.PUBLISHED: frozenset({State.REJECTED}),
    State.REJECTED: frozenset({State.PUBLISHED}),
}


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a buyer writes."""

    stars: int
    title: str
    body: str
    author_name: str

    @property
    def flags(self) -> frozenset[Flag]:
        return flags_of(f"{self.author_name}\n{self.title}", self.body)


@dataclass(frozen=True, slots=True)
class Answer:
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Review:
    id: UUID
    handle: str
    author_id: UUID | None
    opinion: Opinion
    verified: bool
    state: State
    flags: frozenset[Flag]
    written_at: datetime
    version: int = 1
    reason: Reason | None = None
    answer: Answer | None = None
    helpful: int = 0
    edited_at: datetime | None = None
    photos: tuple[Photo, ...] = ()

    @property
    def counted_stars(self) -> int | None:
        return self.opinion.stars if self.state is State.PUBLISHED else None

    def edited(self, opinion: Opinion, at: datetime, photos: Sequence[Chosen] = ()) -> Review:
        """What was rejected goes by a moderator again, whatever it says now; the same again changes nothing."""
        known = [photo.chosen for photo in self.photos]
        if opinion == self.opinion and list(photos) == known:
            return self
        flags = opinion.flags | flags_of_photos(photos, known)
        state = State.WAITING if flags or self.state is not State.PUBLISHED else State.PUBLISHED
        return replace(self._next(), opinion=opinion, flags=flags, state=state, reason=None, edited_at=at)

    def decided(self, to: State, reason: Reason | None, version: int) -> Review:
        """`version` is the one that the moderator read: nobody publishes what they have not seen."""
        if version != self.version:
            raise ReviewChanged(self.id)
        if to not in DECISIONS[self.state] or (reason is None) == (to is State.REJECTED):
            raise IllegalDecision(self.state, to)
        photos = () if to is State.REJECTED else self.photos
        return replace(self._next(), state=to, reason=reason, photos=photos)

    def answered(self, answer: Answer | None) -> Review:
        return replace(self._next(), answer=answer)

    def check_voter(self, voter_id: UUID) -> None:
        if voter_id == self.author_id:
            raise OwnReview

    def _next(self) -> Review:
        return replace(self, version=self.version + 1)


def check_standing(standing: Standing, handle: str) -> None:
    """Refused unless the author has got the product."""
    if standing is Standing.NOT_BOUGHT:
        raise NotBought(handle)
    if standing is Standing.ON_ITS_WAY:
        raise NotDelivered(handle)


def written(
    review_id: UUID,
    handle: str,
    author_id: UUID,
    opinion: Opinion,
    at: datetime,
    photos: Sequence[Chosen] = (),
    *,
    watched: bool,
) -> Review:
    """What carries no flag is published at once, unless its author is watched."""
    flags = opinion.flags | flags_of_photos(photos)
    state = State.WAITING if flags or watched else State.PUBLISHED
    return Review(review_id, handle, author_id, opinion, verified=True, state=state, flags=flags, written_at=at)


def flags_of_photos(photos: Sequence[Chosen], known: Sequence[Chosen] = ()) -> frozenset[Flag]:
    """No machine sees what is in a picture, so each new one is looked at, and so is what is newly said of it."""
    new = [photo for photo in photos if photo not in known]
    return flags_of("", "\n".join(photo.alt for photo in new)) | {Flag.PHOTOS} if new else frozenset()
