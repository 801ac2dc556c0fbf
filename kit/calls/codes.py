"""Codes of other services that a caller tells apart; all others are passed on as they were said."""

from __future__ import annotations


def codes(service: str, *names: str) -> frozenset[str]:
    """`./souk check` holds them against what that service's OpenAPI document lists."""
    return frozenset(names)
