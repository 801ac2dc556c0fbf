"""How the shop's languages stand in addresses of pages (decision 30), and which way each is written."""

from __future__ import annotations

from typing import Literal, TypeAlias

Direction: TypeAlias = Literal["ltr", "rtl"]
RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})


def direction_of(locale: str) -> Direction:
    """Babel knows it too, once it has read all that it knows of a language: 30 ms and some megabytes each."""
    return "rtl" if locale.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def prefix_of(locale: str, own: str) -> str:
    """Such as "/hi"; nothing for the shop's own language."""
    return "" if locale == own else f"/{locale.partition('-')[0]}"
