"""What may lie in a cart, and what happens when two carts meet or an order takes lines out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from contracts.cart import MAX_LINES, MAX_QUANTITY
from contracts.logistics import MAX_PARCEL_GRAMS
from kit.errors import Kind, SoukError
from souk_cart.domain.offers import Offer, OtherCurrency
from souk_cart.domain.promotions import MAX_COUPONS, Promotion

MAX_SAVED: Final = 50  # articles for later


class TooManyOfOne(SoukError):
    code = "too-many-of-one"
    kind = Kind.UNPROCESSABLE

    def __init__(self, sku: str, wanted: int) -> None:
        super().__init__(
            f"{wanted} of one article are wanted, {MAX_QUANTITY} is the most.",
            f"Choose {MAX_QUANTITY} or fewer.",
            {"sku": sku, "wanted": wanted, "most": MAX_QUANTITY},
        )


class CartFull(SoukError):
    code = "cart-full"
    kind = Kind.CONFLICT

    def __init__(self, most: int) -> None:
        super().__init__(
            f"A bag holds {most} different articles at most.", "Remove one that you no longer want.", {"most": most}
        )


class CartTooHeavy(SoukError):
    code = "cart-too-heavy"
    kind = Kind.CONFLICT

    def __init__(self, grams: int, most: int) -> None:
        super().__init__(
            f"The bag weighs {grams / 1000:,.1f} kg, and a parcel carries {most / 1000:,.0f} kg at most.",
            "Lower a quantity or remove an article, and order the rest separately.",
            {"grams": grams, "most_grams": most},
        )


class BagRefused(SoukError):
    """Another service understood the question and refused it: asking again later would not help."""

    code = "bag-refused"
    kind = Kind.UNPROCESSABLE

    def __init__(self, service: str, cause: str, fix: str) -> None:
        super().__init__(
            f"The {service} service does not accept this bag: {cause}",
            fix or "Remove the article you added last, then go on.",
            {"service": service},
        )


class UnknownSku(SoukError):
    code = "unknown-sku"
    kind = Kind.NOT_FOUND

    def __init__(self, sku: str) -> None:
        super().__init__("This article is no longer sold.", "Choose another one.", {"sku": sku})


class OutOfStock(SoukError):
    code = "out-of-stock"
    kind = Kind.CONFLICT

    def __init__(self, sku: str, title: str, wanted: int, left: int) -> None:
        super().__init__(
            f"{title} is sold out." if left == 0 else f"Only {left} of {title} left, {wanted} wanted.",
            "Remove it, or choose another one." if left == 0 else f"Lower the quantity to {left}.",
            {"sku": sku, "wanted": wanted, "left": left},
        )


class TooManyCoupons(SoukError):
    code = "too-many-coupons"
    kind = Kind.CONFLICT

    def __init__(self) -> None:
        super().__init__(f"A bag holds {MAX_COUPONS} codes at most.", "Remove one first.", {"most": MAX_COUPONS})


class TooManySaved(SoukError):
    code = "too-many-saved"
    kind = Kind.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            f"{MAX_SAVED} articles are saved for later, which is the most.",
            "Remove one of them, or move it to the bag.",
            {"most": MAX_SAVED},
        )


@dataclass(frozen=True, slots=True)
class Cart:
    """SKUs and quantities in the order in which they came; `id` is None until something was put in."""

    id: UUID | None
    owner: str
    quantities: Mapping[str, int]
    version: int = 0
    checkout_id: UUID | None = None  # the open one's
    coupons: tuple[str, ...] = ()  # as they were entered, whatever they give by now
    saved: Mapping[str, int] = field(default_factory=dict[str, int])  # for later

    @property
    def skus(self) -> tuple[str, ...]:
        return tuple(self.quantities)

    @property
    def shown_skus(self) -> tuple[str, ...]:
        return tuple({**self.quantities, **self.saved})

    @property
    def item_count(self) -> int:
        return sum(self.quantities.values())


def empty_cart(owner: str) -> Cart:
    return Cart(None, owner, {})


@dataclass(frozen=True, slots=True)
class Bag:
    """A cart as it was read, with what is known of its articles without asking the product service."""

    cart: Cart
    offers: Mapping[str, Offer]
    read_at: datetime  # by the store's own clock: what is asked from then on is as of then
    promotions: tuple[Promotion, ...] = ()  # those without a code, and those of its coupons


@dataclass(frozen=True, slots=True)
class Limits:
    """What one bag may hold, so that each service on the way to the parcel takes it as one order."""

    lines: int = MAX_LINES
    grams: int = MAX_PARCEL_GRAMS

    def check(self, cart: Cart, offers: Mapping[str, Offer]) -> None:
        if len(cart.quantities) > self.lines:
            raise CartFull(self.lines)
        if (grams := _grams(cart.quantities, offers)) > self.grams:
            raise CartTooHeavy(grams, self.grams)


def with_more(cart: Cart, offers: Mapping[str, Offer], sku: str, quantity: int, limits: Limits, currency: str) -> Cart:
    return with_quantity(cart, offers, sku, cart.quantities.get(sku, 0) + quantity, limits, currency)


def with_quantity(
    cart: Cart, offers: Mapping[str, Offer], sku: str, quantity: int, limits: Limits, currency: str
) -> Cart:
    """Refuses what could not be bought now; lowering is always allowed."""
    changed = replace(cart, quantities={**cart.quantities, sku: quantity})
    if quantity <= cart.quantities.get(sku, 0):
        return changed
    offer = offers.get(sku)
    if offer is None:
        raise UnknownSku(sku)
    if offer.price.currency != currency:
        raise OtherCurrency(offer, currency)
    if quantity > MAX_QUANTITY:
        raise TooManyOfOne(sku, quantity)
    if quantity > offer.left:
        raise OutOfStock(sku, offer.title, quantity, offer.left)
    limits.check(changed, offers)
    return changed


def without(cart: Cart, sku: str) -> Cart:
    return replace(cart, quantities={kept: wanted for kept, wanted in cart.quantities.items() if kept != sku})


def with_coupon(cart: Cart, code: str) -> Cart:
    if code in cart.coupons:
        return cart
    if len(cart.coupons) >= MAX_COUPONS:
        raise TooManyCoupons
    return replace(cart, coupons=(*cart.coupons, code))


def without_coupon(cart: Cart, code: str) -> Cart:
    return replace(cart, coupons=tuple(kept for kept in cart.coupons if kept != code))


def saved_for_later(cart: Cart, sku: str) -> Cart:
    """What is in the bag lies aside then; what is not there changes nothing."""
    if sku not in cart.quantities:
        return cart
    if sku not in cart.saved and len(cart.saved) >= MAX_SAVED:
        raise TooManySaved
    return replace(without(cart, sku), saved={**cart.saved, sku: cart.quantities[sku]})


def without_saved(cart: Cart, sku: str) -> Cart:
    return replace(cart, saved={kept: many for kept, many in cart.saved.items() if kept != sku})


@dataclass(frozen=True, slots=True)
class LeftOut:
    """So many pieces of a guest's line did not come along into the customer's cart."""

    sku: str
    quantity: int
    reason: Literal["too_many_lines", "too_heavy"]


def merged(mine: Cart, theirs: Cart, offers: Mapping[str, Offer], limits: Limits) -> tuple[Cart, tuple[LeftOut, ...]]:
    """The higher quantity up to stock; nothing that was wanted disappears for being sold out.

    Merging the same cart again changes nothing. What would pass a limit of the bag is left out, and said.
    """
    quantities = dict(mine.quantities)
    left_out: list[LeftOut] = []
    for sku, wanted in theirs.quantities.items():
        have, left = quantities.get(sku, 0), offers[sku].left if sku in offers else 0
        wanted = max(have, min(wanted, left) or wanted)
        if not have and len(quantities) >= limits.lines:
            left_out.append(LeftOut(sku, wanted, "too_many_lines"))
            continue
        fitting = max(have, min(wanted, _pieces_that_fit(quantities, offers, sku, limits.grams)))
        if fitting < wanted:
            left_out.append(LeftOut(sku, wanted - fitting, "too_heavy"))
        if fitting:
            quantities[sku] = fitting
    coupons = tuple(dict.fromkeys((*mine.coupons, *theirs.coupons)))[:MAX_COUPONS]
    more = {sku: many for sku, many in theirs.saved.items() if sku not in mine.saved}
    saved = dict([*mine.saved.items(), *more.items()][:MAX_SAVED])
    return replace(mine, quantities=quantities, coupons=coupons, saved=saved), tuple(left_out)


def _pieces_that_fit(quantities: Mapping[str, int], offers: Mapping[str, Offer], sku: str, grams: int) -> int:
    """How many of one article the bag can carry beside the others."""
    each = offers[sku].weight_grams if sku in offers and offers[sku].left else 0
    others = _grams({other: many for other, many in quantities.items() if other != sku}, offers)
    return MAX_QUANTITY if each == 0 else max(0, (grams - others) // each)


def _grams(quantities: Mapping[str, int], offers: Mapping[str, Offer]) -> int:
    """Of what can be had; sold-out lines are in no parcel."""
    return sum(
        offers[sku].weight_grams * many for sku, many in quantities.items() if sku in offers and offers[sku].left
    )


def without_ordered(cart: Cart, ordered: Iterable[tuple[str, int]]) -> Cart:
    """What was added to an ordered line since stays; its codes are used."""
    quantities = dict(cart.quantities)
    for sku, quantity in ordered:
        left = quantities.pop(sku, 0) - quantity
        if left > 0:
            quantities[sku] = left
    return replace(cart, quantities=quantities, coupons=())
