"""What is put into the catalogue, by the seed and by imports."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from kit.errors import Kind, SoukError
from souk_product.domain.spelling import plain
from souk_product.domain.stock import StockPolicy

# GET /products/facets is another question.
RESERVED_HANDLES = frozenset({"facets"})
MOST_CATEGORY_LEVELS = 8
MOST_AMOUNT = 10**12  # minor units


class SkuTaken(SoukError):
    code = "sku-taken"
    kind = Kind.CONFLICT

    def __init__(self, sku: str, handle: str) -> None:
        super().__init__(
            cause=f"The SKU {sku} already belongs to the product {handle}.",
            fix="Give this variant another SKU, or change that product.",
            facts={"sku": sku, "handle": handle},
        )


class PriceAboveSale(SoukError):
    code = "price-above-sale"
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
    stock_policy: StockPolicy = StockPolicy.TRACKED


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

    @property
    def swatches(self) -> tuple[tuple[str, str], ...]:
        return tuple(
            (choice.value, choice.color) for option in self.options for choice in option.values if choice.color
        )

    def with_pictures(self, pictures: Sequence[Picture]) -> ProductDraft:
        return replace(self, pictures=tuple(pictures))


class StagedSku(NamedTuple):
    """An SKU that an import is about to write; lines say where its product and itself stand in the file."""

    handle: str
    product_line: int
    sku: str
    line: int


@dataclass(frozen=True, slots=True)
class VariantPrice:
    """With what is announced of its product."""

    sku: str
    price: int
    compare_at: int | None
    product_id: UUID
    handle: str
    skus_of_product: tuple[str, ...]
    seller_id: UUID | None


@dataclass(frozen=True, slots=True)
class PriceChange:
    """What an admin sets on a variant; what is left out of `fields` stays."""

    fields: frozenset[str]
    price: int | None = None
    compare_at: int | None = None
    stock: int | None = None

    def applied(self, before: VariantPrice) -> VariantPrice:
        new_price = self.price if "price" in self.fields and self.price is not None else before.price
        new_compare_at = self.compare_at if "compare_at" in self.fields else before.compare_at
        if new_compare_at is not None and new_compare_at <= new_price:
            raise PriceAboveSale(new_price, new_compare_at)
        return replace(before, price=new_price, compare_at=new_compare_at)


def is_addressable(sku: str) -> bool:
    """Whether an SKU can be part of an address: any character is encoded, but gateways fold `//`, `/./`, `/../`."""
    *folders, last = sku.split("/")
    folded = not all(folders) or last in (".", "..") or "." in folders or ".." in folders
    return not folded and sku == sku.strip() and sku.isprintable()


@lru_cache(maxsize=1000)
def slug_of(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", plain(text)).strip("-")


def stable_sku(handle: str, options: Mapping[str, str]) -> str:
    """The same for the same handle and options, whatever row they stand in and however often they are imported."""
    said = "\n".join([handle, *(f"{name}={options[name]}" for name in sorted(options))])
    return f"{handle[:40].strip('-')}-{hashlib.sha256(said.encode()).hexdigest()[:8]}".upper()
