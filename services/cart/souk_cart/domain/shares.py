"""Amounts in minor units, divided so that the parts always add up to the whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar

ALL: Final = 10_000  # basis points

K = TypeVar("K", bound=str)


def percent_of(amount: int, basis_points: int) -> int:
    """Half a minor unit counts as a whole one."""
    return (amount * basis_points * 2 + ALL) // (ALL * 2)


def shared(amount: int, weights: Mapping[K, int]) -> dict[K, int]:
    """By largest remainder; of equal remainders the first gets the rest. No part is more than its weight where the
    amount is not more than all weights."""
    whole = sum(weights.values())
    if whole == 0:
        return dict.fromkeys(weights, 0)
    parts = {key: amount * weight // whole for key, weight in weights.items()}
    rest = amount - sum(parts.values())
    for key in sorted(weights, key=lambda key: -(amount * weights[key] % whole))[:rest]:
        parts[key] += 1
    return parts
