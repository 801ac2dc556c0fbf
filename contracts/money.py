"""Money as every service and page speaks it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies were added or compared."""


class Money(BaseModel):
    """An integer amount in the currency's minor unit (paise, cents), taxes included."""

    model_config = ConfigDict(frozen=True)

    amount: Annotated[int, Field(ge=-(10**13), le=10**13)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]

    def __add__(self, other: Money) -> Money:
        return Money(amount=self.amount + self._same(other).amount, currency=self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(amount=self.amount - self._same(other).amount, currency=self.currency)

    def __mul__(self, times: int) -> Money:
        return Money(amount=self.amount * times, currency=self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other).amount

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other).amount

    def _same(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} do not mix.")
        return other


def zero(currency: str) -> Money:
    return Money(amount=0, currency=currency)
