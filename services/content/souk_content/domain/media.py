"""Pictures that editors upload."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kit.errors import Kind, SoukError
from kit.pictures.renditions import Sources


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


class UnknownPicture(SoukError):
    code = "unknown-picture"
    kind = Kind.NOT_FOUND

    def __init__(self, picture_id: UUID) -> None:
        super().__init__(f"There is no picture {picture_id}.", "Upload it first, or list the pictures there are.")
