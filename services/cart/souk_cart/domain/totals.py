"""What a bag comes to, and which rule gave what: the parts of an explained total always add up to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from contracts.money import Money, zero
from souk_cart.domain.discounts import Given, best_of
from souk_cart.domain.offers import Line, Terms, subtotal_of
from souk_cart.domain.promotions import FreeDelivery, Promotion, Reason

Target = Literal["goods", "delivery"]
# A rule that money cannot name in words: its page writes the amount as its readers do.
ALWAYS_FREE = "Free standard delivery"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is charged for the standard delivery, and for the chosen one."""

    standard: int
    chosen: Money
    is_standard: bool = True


@dataclass(frozen=True, slots=True)
class Discount:
    """One rule and what it took off."""

    promotion: Promotion
    applies_to: Target
    amount: Money


@dataclass(frozen=True, slots=True)
class Coupon:
    """A code in the bag, and why it gives nothing if it does."""

    code: str
    name: str | None
    problem: Reason | None = None
    missing: Money | None = None  # of the minimum that has to be spent


@dataclass(frozen=True, slots=True)
class Totals:
    subtotal: Money
    savings: Money
    discount: Money  # off the goods
    delivery: Money | None  # what is left of it
    total: Money
    free_delivery_gap: Money | None
    discounts: tuple[Discount, ...] = ()
    discount_of: Mapping[str, Money] | None = None  # by SKU, where there is one
    coupons: tuple[Coupon, ...] = ()
    standard_is_free: bool = False

    def off(self, sku: str) -> Money:
        return (self.discount_of or {}).get(sku, zero(self.subtotal.currency))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rules a bag is looked at with: those that nobody asks for, and those of its codes."""

    promotions: Sequence[Promotion]
    codes: Sequence[str]
    now: datetime


def standing(terms: Terms) -> list[Promotion]:
    if terms.free_delivery_from is None:
        return []
    return [Promotion(None, ALWAYS_FREE, None, FreeDelivery(), minimum=terms.free_delivery_from)]


def totals_of(lines: Sequence[Line], terms: Terms, wanted: Wanted, delivery: Delivery | None = None) -> Totals:
    """With the chosen delivery's charge, or else an estimate of it; an empty cart has neither."""
    nothing = zero(terms.currency)
    rules = [*standing(terms), *(each for each in wanted.promotions if not each.code or each.code in wanted.codes)]
    if not any(line.counts for line in lines):
        coupons = tuple(_coupons(wanted, lines, {}, terms.currency))
        return Totals(nothing, nothing, nothing, None, nothing, None, coupons=coupons)
    delivery = delivery or Delivery(terms.delivery_estimate, _money(terms.delivery_estimate, nothing))
    against = {rule: rule.reason_against(lines, wanted.now) for rule in rules}
    given = best_of([rule for rule, reason in against.items() if reason is None], lines, delivery.standard)
    discounts = tuple(_discounts(given, delivery, nothing))
    subtotal = subtotal_of(lines, terms.currency)
    discount = sum((each.amount for each in discounts if each.applies_to == "goods"), start=nothing)
    free = sum((each.amount for each in discounts if each.applies_to == "delivery"), start=nothing)
    charged = delivery.chosen - free
    chosen = {each.promotion for each in given}
    gives = {each.promotion for each in discounts}
    for rule, reason in against.items():
        if reason is None and rule not in gives:
            against[rule] = Reason.NOTHING_TO_GIVE if rule in chosen else Reason.NOT_COMBINABLE
    return Totals(
        subtotal,
        _savings(lines, nothing),
        discount,
        charged,
        subtotal - discount + charged,
        _gap(against, lines, nothing),
        discounts,
        _by_line(given, nothing),
        tuple(_coupons(wanted, lines, against, terms.currency)),
        any(isinstance(each.promotion.effect, FreeDelivery) for each in given),
    )


def _discounts(given: Iterable[Given], delivery: Delivery, nothing: Money) -> Iterable[Discount]:
    """What is given on the standard delivery is none where another one is chosen."""
    for each in given:
        if each.lines:
            yield Discount(each.promotion, "goods", _money(sum(each.lines.values()), nothing))
        if each.delivery and delivery.is_standard:
            yield Discount(each.promotion, "delivery", _money(each.delivery, nothing))


def _by_line(given: Iterable[Given], nothing: Money) -> Mapping[str, Money]:
    taken: dict[str, int] = {}
    for each in given:
        for sku, amount in each.lines.items():
            taken[sku] = taken.get(sku, 0) + amount
    return {sku: _money(amount, nothing) for sku, amount in taken.items()}


def _coupons(
    wanted: Wanted, lines: Sequence[Line], against: Mapping[Promotion, Reason | None], currency: str
) -> Iterable[Coupon]:
    known = {each.code: each for each in wanted.promotions}
    for code in wanted.codes:
        rule = known.get(code)
        reason = Reason.UNKNOWN if rule is None else against.get(rule)
        missing = rule.missing(lines) if rule and reason is Reason.MINIMUM_NOT_MET else None
        yield Coupon(
            code, rule.name if rule else None, reason, Money(amount=missing, currency=currency) if missing else None
        )


def _gap(against: Mapping[Promotion, Reason | None], lines: Sequence[Line], nothing: Money) -> Money | None:
    """What is missing for free delivery that nobody has to ask for, unless it is free."""
    free = {rule: reason for rule, reason in against.items() if isinstance(rule.effect, FreeDelivery)}
    if any(reason in (None, Reason.NOTHING_TO_GIVE) for reason in free.values()):
        return None
    gaps = [rule.missing(lines) for rule, reason in free.items() if not rule.code and reason is Reason.MINIMUM_NOT_MET]
    return _money(min(gaps), nothing) if gaps else None


def _savings(lines: Sequence[Line], nothing: Money) -> Money:
    saved = (
        (line.offer.compare_at - line.offer.price) * line.quantity
        for line in lines
        if line.offer and line.counts and line.offer.compare_at and line.offer.price < line.offer.compare_at
    )
    return sum(saved, start=nothing)


def _money(amount: int, like: Money) -> Money:
    return Money(amount=amount, currency=like.currency)
