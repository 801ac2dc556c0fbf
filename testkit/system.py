"""What souk.toml says about the services, as far as tests need it."""

from __future__ import annotations

import json
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from kit.messaging.streams import of_each
from kit.names import ASKER

# The shop of every test: fixed here, so that a shop in another currency breaks no test.
LANGUAGES = ("en-IN", "hi-IN", "ar")
SHOP: dict[str, Any] = {
    **{"shop_name": "Souk", "currency": "INR", "locale": "en-IN", "time_zone": "Asia/Kolkata"},
    "languages": LANGUAGES,
}
SHOP_ENV = {
    f"SOUK_{name.upper()}": value if isinstance(value, str) else json.dumps(value) for name, value in SHOP.items()
}
ROOT = Path(__file__).parent.parent


@lru_cache(1)
def services() -> dict[str, dict[str, Any]]:
    file = ROOT / "souk.toml"
    return tomllib.loads(file.read_text("utf-8")).get("service", {}) if file.exists() else {}


def holders() -> list[str]:
    """Who is asked what it holds on a person."""
    return [name for name, entry in services().items() if entry.get("holds_people") and name != ASKER]


def calls_of(service: str) -> list[str]:
    return [*services()[service].get("calls", ()), *(holders() if service == ASKER else ())]


def callers_of(service: str) -> list[str]:
    return [name for name in services() if service in calls_of(name)]


def publishers() -> list[str]:
    return list(services())


def followers() -> dict[str, tuple[str, ...]]:
    return {name: of_each(entry["follows"], publishers()) for name, entry in services().items() if entry.get("follows")}
