"""The languages that souk.toml names: how each stands in addresses, and which way it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kit.languages import Direction, direction_of, prefix_of


@dataclass(frozen=True, slots=True)
class Language:
    locale: str
    name: str  # its own
    prefix: str  # of addresses, such as "/hi"; "" for the shop's own language

    @property
    def code(self) -> str:
        return self.locale.split("-")[0]

    @property
    def direction(self) -> Direction:
        return direction_of(self.locale)


def languages_of(own: str, named: Mapping[str, str]) -> tuple[Language, ...]:
    """The shop's own comes first, and has no prefix."""
    names = {own: own, **named}
    return tuple(Language(locale, name, prefix_of(locale, own)) for locale, name in names.items())
