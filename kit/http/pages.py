"""Lists page by an opaque cursor: what the last row sorted by, never an offset."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from fastapi import Query
from pydantic import BaseModel

from kit.errors import Kind, SoukError

T = TypeVar("T")
LONGEST_CURSOR = 1024

# For routes: `async def list_orders(limit: Limit = 24, cursor: Cursor = None)`.
Limit = Annotated[int, Query(ge=1, le=100)]
Cursor = Annotated[str | None, Query(max_length=LONGEST_CURSOR)]


class CursorInvalid(SoukError):
    code = "cursor-invalid"
    kind = Kind.INVALID

    def __init__(self) -> None:
        super().__init__("The cursor is not one that this list gave.", "Start again without a cursor.")


class Page(BaseModel, Generic[T]):
    """What every list answers."""

    items: list[T]
    next_cursor: str | None = None
    previous_cursor: str | None = None


def encode(*position: Any) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(position, enc_hook=str)).rstrip(b"=").decode()


def decode(cursor: str | None, size: int) -> list[Any] | None:
    """The `size` values that were encoded, as JSON knows them; None without a cursor."""
    if not cursor:
        return None
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        position = msgspec.json.decode(raw)
    except (binascii.Error, ValueError, msgspec.DecodeError) as error:
        raise CursorInvalid from error
    if not isinstance(position, list) or len(position) != size:
        raise CursorInvalid
    return position
