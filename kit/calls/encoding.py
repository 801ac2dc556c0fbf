"""How a request to another service is written, and its answer read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from pydantic import BaseModel, TypeAdapter

from kit.http.router import API


def target_of(path: str, params: Mapping[str, Any] | None) -> str:
    target = API + quote(path, safe="/:@!$&'()*+,;=-._~%")
    if not params:
        return target
    given = [(name, value) for name, value in params.items() if value is not None]
    return f"{target}?{urlencode(given, doseq=True)}" if given else target


def encoded(data: Any) -> bytes:
    if isinstance(data, BaseModel):
        return data.model_dump_json().encode()
    return msgspec.json.encode(data, enc_hook=_plain)


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else str(value)


@lru_cache(256)
def adapter_of(reply: Any) -> TypeAdapter[Any]:
    return TypeAdapter(Any if reply is None else reply)
