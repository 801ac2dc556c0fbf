"""jsonb columns as Python values."""

from __future__ import annotations

from typing import Any

import msgspec
from pydantic import BaseModel


async def speak_json(connection: Any) -> None:
    for name, encode, decode in (
        ("jsonb", _to_jsonb, _from_jsonb),
        ("json", _to_json, msgspec.json.decode),
    ):
        await connection.set_type_codec(name, schema="pg_catalog", encoder=encode, decoder=decode, format="binary")


# jsonb's binary form is JSON after one byte that tells its version.
def _to_jsonb(value: Any) -> bytes:
    return b"\x01" + _to_json(value)


def _from_jsonb(data: bytes) -> Any:
    return msgspec.json.decode(data[1:])


def _to_json(value: Any) -> bytes:
    return msgspec.json.encode(value, enc_hook=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(f"{type(value).__name__} cannot be kept as JSON: turn it into a dict first.")
