"""What may lie in a cart, and what happens when two carts meet or an order takes lines out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from kit.errors import Kind, SoukError
from souk_cart.domain.offers import Offer

MOST_OF_ONE = 99


class TooManyOfOne(SoukError):
    code = "too-many-of-one"
    kind = Kind.UNPROCESSABLE

    def __init__(self, sku: str, wanted: int) -> None:
        super().__init__(
            f"{wanted} of one article are wanted, {MOST_OF_ONE} is the most.",
            f"Choose {MOST_OF_ONE} or fewer.",
            {"sku": sku, "wanted": wanted, "most": MOST_OF_ONE},
        )


class CartFull(SoukError):
    code = "cart-full"
    kind = Kind.CONFLICT

    def __init__(self, most: int) -> None:
        super().__init__(
            f"A bag holds {most} different articles at most.", "Remove one that you no longer want.", {"most": most}
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


@dataclass(frozen=True, slots=True)
class Cart:
    """Wishes in the order in which they came; `id` is None until something was put in."""

    id: UUID | None
    owner: str
    quantities: Mapping[str, int]
    version: int = 0
    checkout_id: UUID | None = None  # the open one's

    @property
    def skus(self) -> tuple[str, ...]:
        return tuple(self.quantities)

    @property
    def item_count(self) -> int:
        return sum(self.quantities.values())


def empty_cart(owner: str) -> Cart:
    return Cart(None, owner, {})


def with_more(cart: Cart, offer: Offer | None, sku: str, quantity: int, most_lines: int) -> Cart:
    return with_quantity(cart, offer, sku, cart.quantities.get(sku, 0) + quantity, most_lines)


def with_quantity(cart: Cart, offer: Offer | None, sku: str, quantity: int, most_lines: int) -> Cart:
    """Refuses what could not be bought now; lowering is always allowed."""
    if quantity <= cart.quantities.get(sku, 0):
        return replace(cart, quantities={**cart.quantities, sku: quantity})
    if offer is None:
        raise UnknownSku(sku)
    if quantity > MOST_OF_ONE:
        raise TooManyOfOne(sku, quantity)
    if quantity > offer.left:
        raise OutOfStock(sku, offer.title, quantity, offer.left)
    if sku not in cart.quantities and len(cart.quantities) >= most_lines:
        raise CartFull(most_lines)
    return replace(cart, quantities={**cart.quantities, sku: quantity})


def without(cart: Cart, sku: str) -> Cart:
    return replace(cart, quantities={kept: wanted for kept, wanted in cart.quantities.items() if kept != sku})


def merged(mine: Cart, theirs: Cart, offers: Mapping[str, Offer]) -> Cart:
    """The higher quantity up to stock; nothing that was wanted disappears, sold out or not.

    Merging the same cart again changes nothing. The limit of lines is for adding: a merge may pass it.
    """
    quantities = dict(mine.quantities)
    for sku, wanted in theirs.quantities.items():
        left = offers[sku].left if sku in offers else 0
        quantities[sku] = max(quantities.get(sku, 0), min(wanted, left) or wanted)
    return replace(mine, quantities=quantities)


def without_ordered(cart: Cart, ordered: Iterable[tuple[str, int]]) -> Cart:
    """What was added to an ordered line since stays."""
    quantities = dict(cart.quantities)
    for sku, quantity in ordered:
        left = quantities.pop(sku, 0) - quantity
        if left > 0:
            quantities[sku] = left
    return replace(cart, quantities=quantities)
