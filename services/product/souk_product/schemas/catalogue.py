"""The catalogue over the wire. Most of it is written by PostgreSQL (storage/shapes.py); this is its promise."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from contracts.money import Money
from souk_product.domain import sizes

Hex = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]


class Rendition(BaseModel):
    url: str
    width: int


class Image(BaseModel):
    """`color` is the picture's main colour, for the frame until it has loaded."""

    url: str
    alt: str
    width: int
    height: int
    color: Hex
    srcset: list[Rendition]


class CategoryName(BaseModel):
    slug: str
    name: str


class Category(CategoryName):
    id: UUID
    image: Image | None
    product_count: int
    children: list[Category]


class Categories(BaseModel):
    items: list[Category]


class ColorDot(BaseModel):
    name: str
    value: Hex


class Rating(BaseModel):
    average: float
    count: int


class ProductCard(BaseModel):
    """`price` is the lowest of its variants; `default_sku` is set where there is only one."""

    id: UUID
    handle: str
    title: str
    vendor: str
    category: CategoryName
    price: Money
    compare_at: Money | None
    price_varies: bool
    image: Image | None
    colors: list[ColorDot]
    rating: Rating | None
    available: bool
    on_sale: bool
    default_sku: str | None


class Products(BaseModel):
    items: list[ProductCard]
    next_cursor: str | None = None
    previous_cursor: str | None = None


class RelatedProducts(BaseModel):
    items: list[ProductCard]


class OptionValue(BaseModel):
    value: str
    color: Hex | None


class Option(BaseModel):
    name: str
    values: list[OptionValue]


class Variant(BaseModel):
    """`stock_left` is exact while few are left, null above; `image_index` points into the product's images."""

    id: UUID
    sku: str
    options: dict[str, str]
    price: Money
    compare_at: Money | None
    available: bool
    stock_left: int | None
    image_index: int | None
    weight_grams: int


class Attribute(BaseModel):
    name: str
    value: str


class Seo(BaseModel):
    title: str
    description: str


class ProductView(ProductCard):
    """`related` and `cards` come where they were asked for."""

    description_html: str
    options: list[Option]
    variants: list[Variant]
    images: list[Image]
    attributes: list[Attribute]
    breadcrumbs: list[CategoryName]
    seo: Seo
    tags: list[str]
    updated_at: datetime
    related: list[ProductCard] | None = None
    cards: list[ProductCard] | None = None


class FacetValue(BaseModel):
    """`parent` is set on categories below another; `min` and `max` on price bands, both included.

    `kind` says what the value of an option is: sizes of clothes, volumes and paper formats are not alternatives.
    """

    value: str
    label: str
    count: int
    selected: bool
    color: Hex | None = None
    parent: str | None = None
    kind: sizes.Kind | None = None
    min: int | None = None
    max: int | None = None


class Facet(BaseModel):
    """The values that most products have, and those chosen; `total` is how many there are in all."""

    key: str
    label: str
    total: int | None = None
    values: list[FacetValue]


class FacetCounts(BaseModel):
    """`did_you_mean` is what was searched instead of a mistyped query.

    `more`: a search found more products than are counted, those that the shop shows first.
    """

    total: int
    more: bool = False
    did_you_mean: str | None
    facets: list[Facet]


class SuggestedProduct(BaseModel):
    handle: str
    title: str
    image: Image | None
    price: Money


class Suggestions(BaseModel):
    products: list[SuggestedProduct]
    categories: list[CategoryName]
    did_you_mean: str | None = None


class SitemapEntry(BaseModel):
    handle: str
    updated_at: datetime


class Sitemap(BaseModel):
    items: list[SitemapEntry]
    next_cursor: str | None = None
