"""How the shop's languages stand in addresses of pages (decision 30)."""

from __future__ import annotations


def prefix_of(locale: str, own: str) -> str:
    """Such as "/hi"; nothing for the shop's own language."""
    return "" if locale == own else f"/{locale.partition('-')[0]}"
