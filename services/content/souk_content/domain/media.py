"""Pictures that editors upload."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from kit.errors import Kind, SoukError

LARGEST_UPLOAD: Final = 12_000_000  # bytes
TYPES: Final = ("image/jpeg", "image/png", "image/webp", "image/gif", "image/avif")
Sources = tuple[tuple[str, int], ...]  # address and width, narrowest first


@dataclass(frozen=True, slots=True)
class Renditions:
    """What is made of an upload: files by width, in two formats; a browser takes the one it knows."""

    width: int
    height: int
    color: str
    webp: Mapping[int, bytes]
    avif: Mapping[int, bytes]


@dataclass(frozen=True, slots=True)
class Picture:
    id: UUID
    sha256: str
    alt: str
    width: int
    height: int
    color: str
    webp: Sources
    avif: Sources
    made_at: datetime
    made_by: UUID


class PictureRefused(SoukError):
    code = "picture-refused"
    kind = Kind.UNPROCESSABLE

    def __init__(self, why: str) -> None:
        super().__init__(
            f"This picture cannot be used: {why}.", "Send a JPEG, PNG, WebP, GIF or AVIF of at most 40 million pixels."
        )


class UnknownPicture(SoukError):
    code = "unknown-picture"
    kind = Kind.NOT_FOUND

    def __init__(self, picture_id: UUID) -> None:
        super().__init__(f"There is no picture {picture_id}.", "Upload it first, or list the pictures there are.")
