"""x-device-info: what the client says it is. Bounded, never trusted, never required."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Annotated, Any

from fastapi import Depends
from starlette.requests import Request

from kit.names import DEVICE_HEADER

LONGEST_HEADER = 1024
LONGEST_VALUE = 64


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    app: str = ""
    version: str = ""
    platform: str = ""
    os: str = ""
    browser: str = ""
    model: str = ""
    screen: str = ""
    locale: str = ""
    timezone: str = ""


_KNOWN = frozenset(field.name for field in fields(DeviceInfo))


def parse(header: str | None) -> DeviceInfo:
    """Takes `app=cart; version=1.2` or a flat JSON object; what it cannot read counts as not said."""
    if not header or len(header) > LONGEST_HEADER:
        return DeviceInfo()
    said = _json(header) if header.lstrip().startswith("{") else _pairs(header)
    return DeviceInfo(**{name: _clean(value) for name, value in said.items() if name in _KNOWN})


def _json(header: str) -> dict[str, Any]:
    try:
        said = json.loads(header)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _pairs(header: str) -> dict[str, Any]:
    pairs = (part.partition("=") for part in header.split(";"))
    return {name.strip().lower(): value for name, equals, value in pairs if equals}


def _clean(value: object) -> str:
    text = str(value) if isinstance(value, str | int | float) else ""
    return "".join(letter for letter in text.strip() if letter.isprintable())[:LONGEST_VALUE]


async def _device_of(request: Request) -> DeviceInfo:
    return parse(request.headers.get(DEVICE_HEADER))


Device = Annotated[DeviceInfo, Depends(_device_of)]
