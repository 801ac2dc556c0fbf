"""The languages that souk.toml names: how each stands in addresses, and which way it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kit.languages import prefix_of

RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True, slots=True)
class Language:
    locale: str
    name: str  # its own
    prefix: str  # of addresses, such as "/hi"; "" for the shop's own language

    @property
    def code(self) -> str:
        return self.locale.split("-")[0]

    @property
    def direction(self) -> str:
        return "rtl" if self.code in RIGHT_TO_LEFT else "ltr"


def languages_of(own: str, named: Mapping[str, str]) -> tuple[Language, ...]:
    """The shop's own comes first, and has no prefix."""
    names = {own: own, **named}
    return tuple(Language(locale, name, prefix_of(locale, own)) for locale, name in names.items())
