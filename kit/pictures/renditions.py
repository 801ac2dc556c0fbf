"""What is made of a picture that somebody uploads. No input or output here: domains speak of it too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from kit.errors import Kind, SoukError

LARGEST_UPLOAD: Final = 12_000_000  # bytes
TYPES: Final = ("image/jpeg", "image/png", "image/webp", "image/gif", "image/avif")
Sources = tuple[tuple[str, int], ...]  # address and width, narrowest first
MEDIA: Final = "/media/"  # where the gateway serves public files


@dataclass(frozen=True, slots=True)
class Renditions:
    """Files by width, in two formats; a browser takes the one it knows."""

    width: int
    height: int
    color: str
    webp: Mapping[int, bytes]
    avif: Mapping[int, bytes]


def address_of(name: str) -> str:
    return MEDIA + name


def name_of(address: str) -> str:
    return address.removeprefix(MEDIA)


class PictureMaker(Protocol):
    async def make(self, data: bytes) -> Renditions:
        """Raises PictureRefused, and FilesAway where there is no room to work in."""
        ...


class PictureRefused(SoukError):
    code = "picture-refused"
    kind = Kind.UNPROCESSABLE

    def __init__(self, why: str) -> None:
        super().__init__(
            f"This picture cannot be used: {why}.", "Send a JPEG, PNG, WebP, GIF or AVIF of at most 40 million pixels."
        )
