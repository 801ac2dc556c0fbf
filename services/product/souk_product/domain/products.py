"""What is put into the catalogue, by the seed and by imports."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kit.errors import Kind, SoukError
from souk_product.domain.spelling import plain

COLOUR_OPTIONS = frozenset({"colour", "color"})
# Names that shops use most; a name not found here is looked for word by word ("Ocean blue").
_COLOURS = {
    "beige": "#d8c6a5", "black": "#2b2927", "blue": "#3b6ea5", "bronze": "#a0703c", "brown": "#6f4a33",
    "burgundy": "#6d2135", "charcoal": "#45423f", "copper": "#b06a3c", "coral": "#dd6e55", "cream": "#ece1c8",
    "gold": "#cda243", "green": "#4a7a4c", "grey": "#8b8985", "gray": "#8b8985", "indigo": "#34447a",
    "ivory": "#efe8d8", "khaki": "#b3a26e", "lavender": "#a99bc7", "lime": "#a3bf45", "magenta": "#b02a6b",
    "maroon": "#75252f", "mint": "#a5cfb4", "mustard": "#d0a02f", "natural": "#d6c7a8", "navy": "#26324f",
    "olive": "#6b6d3f", "orange": "#dc7f2c", "peach": "#eab592", "pink": "#d98aa3", "plum": "#6a3353",
    "purple": "#70488c", "red": "#b3322b", "rose": "#cf8a86", "rust": "#9f4f2b", "saffron": "#dd8a24",
    "sand": "#cfbb95", "silver": "#b7babd", "tan": "#b88a58", "teal": "#1f736e", "terracotta": "#b55d3e",
    "turquoise": "#3c9d9e", "violet": "#7a5aa6", "white": "#f5f1e8", "yellow": "#e0bb3a",
}  # fmt: skip


class SkuTaken(SoukError):
    kind = Kind.CONFLICT

    def __init__(self, sku: str, handle: str) -> None:
        super().__init__(
            cause=f"The SKU {sku} already belongs to the product {handle}.",
            fix="Give this variant another SKU, or change that product.",
            facts={"sku": sku, "handle": handle},
        )


class PriceAboveSale(SoukError):
    kind = Kind.UNPROCESSABLE

    def __init__(self, price: int, compare_at: int) -> None:
        super().__init__(
            cause="The price before the sale is not above the price.",
            fix="Send a higher compare_at, or null when it is not on sale.",
            facts={"price": price, "compare_at": compare_at},
        )


@dataclass(frozen=True, slots=True)
class Picture:
    """A kept picture with its renditions; a placeholder stands in until its source can be had."""

    source: str
    alt: str
    url: str = ""
    width: int = 800
    height: int = 1000
    color: str = "#e6ddd0"
    srcset: tuple[tuple[str, int], ...] = ()
    placeholder: bool = True


@dataclass(frozen=True, slots=True)
class OptionValue:
    value: str
    color: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    name: str
    values: tuple[OptionValue, ...]


@dataclass(frozen=True, slots=True)
class VariantDraft:
    sku: str
    options: Mapping[str, str]
    price: int
    compare_at: int | None
    stock: int
    weight_grams: int
    image_index: int | None = None
    color: str | None = None


@dataclass(frozen=True, slots=True)
class CategoryDraft:
    slug: str
    name: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class ProductDraft:
    handle: str
    title: str
    vendor: str
    description_html: str
    category: str
    tags: tuple[str, ...]
    options: tuple[Option, ...]
    variants: tuple[VariantDraft, ...]
    created_at: datetime
    pictures: tuple[Picture, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    seo_title: str = ""
    seo_description: str = ""
    published: bool = True

    def with_pictures(self, pictures: Sequence[Picture]) -> ProductDraft:
        return replace(self, pictures=tuple(pictures))


@dataclass(frozen=True, slots=True)
class PriceChange:
    """What an admin sets on a variant; what is left out of `fields` stays."""

    fields: frozenset[str]
    price: int | None = None
    compare_at: int | None = None
    stock: int | None = None

    def applied(self, price: int, compare_at: int | None) -> tuple[int, int | None]:
        new_price = self.price if "price" in self.fields and self.price is not None else price
        new_compare_at = self.compare_at if "compare_at" in self.fields else compare_at
        if new_compare_at is not None and new_compare_at <= new_price:
            raise PriceAboveSale(new_price, new_compare_at)
        return new_price, new_compare_at


def slug_of(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", plain(text)).strip("-")


def colour_of(name: str) -> str | None:
    words = slug_of(name).split("-")
    return next((_COLOURS[word] for word in reversed(words) if word in _COLOURS), None)


def is_colour(option_name: str) -> bool:
    return option_name.strip().lower() in COLOUR_OPTIONS


def stable_sku(handle: str, options: Mapping[str, str]) -> str:
    """The same for the same handle and options, whatever row they stand in and however often they are imported."""
    said = "\n".join([handle, *(f"{name}={options[name]}" for name in sorted(options))])
    return f"{handle[:40].strip('-')}-{hashlib.sha256(said.encode()).hexdigest()[:8]}".upper()
