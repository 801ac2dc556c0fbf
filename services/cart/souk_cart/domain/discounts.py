"""What promotions take off a bag, line by line, and which of them go together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from souk_cart.domain.offers import Line
from souk_cart.domain.promotions import ORDER, AmountOff, BuyGet, FreeDelivery, PercentOff, Promotion
from souk_cart.domain.shares import percent_of, shared

Left = dict[str, int]  # by SKU: what a line still costs


@dataclass(frozen=True, slots=True)
class Given:
    """What one promotion takes off, in minor units."""

    promotion: Promotion
    lines: Mapping[str, int]  # by SKU
    delivery: int = 0

    @property
    def amount(self) -> int:
        return sum(self.lines.values()) + self.delivery


def best_of(promotions: Sequence[Promotion], lines: Sequence[Line], delivery: int) -> Sequence[Given]:
    """All that go together, or the one that goes alone, whichever gives more; what the shop always gives goes with
    each."""
    always = [each for each in promotions if each.id is None]
    together = [each for each in promotions if each.id is not None and not each.is_exclusive]
    alone = [[*always, each] for each in promotions if each.is_exclusive]
    return max(
        (given_by(chosen, lines, delivery) for chosen in ([*always, *together], *alone)),
        key=lambda given: sum(each.amount for each in given),
    )


def given_by(promotions: Sequence[Promotion], lines: Sequence[Line], delivery: int) -> list[Given]:
    """One after the other, each of what the ones before it left."""
    left: Left = {line.sku: line.price for line in lines if line.counts}
    given: list[Given] = []
    for promotion in sorted(promotions, key=lambda each: ORDER.index(type(each.effect))):
        if isinstance(promotion.effect, FreeDelivery):
            each, delivery = Given(promotion, {}, delivery), 0
        else:
            covered = promotion.covered(lines)
            each = Given(promotion, _taken_off(promotion, covered, {line.sku: left[line.sku] for line in covered}))
        for sku, amount in each.lines.items():
            left[sku] -= amount
        given.append(each)
    return given


def _taken_off(promotion: Promotion, lines: Sequence[Line], left: Left) -> Left:
    effect = promotion.effect
    if isinstance(effect, BuyGet):
        return _free_pieces(effect, lines, left)
    whole = sum(left.values())
    amount = percent_of(whole, effect.basis_points) if isinstance(effect, PercentOff) else _amount(effect, whole)
    return _without_nothing(shared(amount, left))


def _amount(effect: object, whole: int) -> int:
    return min(effect.amount, whole) if isinstance(effect, AmountOff) else 0


def _free_pieces(effect: BuyGet, lines: Sequence[Line], left: Left) -> Left:
    """The cheapest of all pieces, so many as there are whole groups."""
    free = sum(line.quantity for line in lines) // (effect.buy + effect.get) * effect.get
    taken: Left = {}
    by_price: Callable[[Line], int] = lambda line: line.price // line.quantity  # noqa: E731
    for line in sorted(lines, key=by_price):
        pieces = min(free, line.quantity)
        free -= pieces
        taken[line.sku] = min(left[line.sku], percent_of(line.price // line.quantity * pieces, effect.basis_points))
    return _without_nothing(taken)


def _without_nothing(parts: Left) -> Left:
    return {sku: amount for sku, amount in parts.items() if amount}
