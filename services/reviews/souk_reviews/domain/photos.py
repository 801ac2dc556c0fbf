"""Photos beside a review."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from kit.pictures.renditions import Renditions, Sources, address_of

MOST_PHOTOS: Final = 5
UNATTACHED_LIVE: Final = timedelta(days=1)


class Chosen(NamedTuple):
    """A photo that was uploaded, as its review wants it."""

    id: UUID
    alt: str


@dataclass(frozen=True, slots=True)
class Photo:
    """Its addresses cannot be guessed: only who is shown the review learns them."""

    id: UUID
    width: int
    height: int
    color: str
    webp: Sources
    avif: Sources
    alt: str = ""

    @property
    def chosen(self) -> Chosen:
        return Chosen(self.id, self.alt)

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(address for address, _ in (*self.webp, *self.avif))

    def described(self, alt: str) -> Photo:
        return replace(self, alt=alt)


class Upload(NamedTuple):
    photo: Photo
    owner_id: UUID
    at: datetime

    @property
    def expires_at(self) -> datetime:
        return self.at + UNATTACHED_LIVE


def new_photo(photo_id: UUID, made: Renditions) -> Photo:
    secret = secrets.token_hex(16)

    def sources(widths: Iterable[int], kind: str) -> Sources:
        return tuple((address_of(f"reviews/{secret}-{width}.{kind}"), width) for width in sorted(widths))

    return Photo(photo_id, made.width, made.height, made.color, sources(made.webp, "webp"), sources(made.avif, "avif"))
