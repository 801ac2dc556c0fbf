"""Lists page by an opaque cursor: what the last row sorted by, never an offset."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from fastapi import Query
from pydantic import BaseModel

from kit.errors import Kind, SoukError

T = TypeVar("T")
LONGEST_CURSOR = 1024

# What a cursor may hold beside str, bool and UUID: PostgreSQL's bigint, and a moment with its zone.
BigInt = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]

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


def decode(cursor: str | None, kinds: Sequence[Any]) -> tuple[Any, ...] | None:
    """What was encoded, as the very types that the query takes; None without a cursor."""
    if not cursor:
        return None
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        found = msgspec.json.decode(raw, type=tuple[tuple(kinds)])  # type: ignore[misc]
        return tuple(_as_database_takes_it(value) for value in found)
    except (binascii.Error, ValueError, OverflowError, msgspec.MsgspecError) as error:
        raise CursorInvalid from error


def _as_database_takes_it(value: Any) -> Any:
    if isinstance(value, str):
        value.encode()  # half a surrogate pair is no text
        if "\0" in value:
            raise ValueError(value)
    return value.astimezone(UTC) if isinstance(value, datetime) else value
