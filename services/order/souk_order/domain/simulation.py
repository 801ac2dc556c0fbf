"""What the simulated bank asks on a page of its own."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.money import Money


@dataclass(frozen=True, slots=True)
class BankQuestion:
    amount: Money
    last4: str
    is_open: bool
    return_url: str
