"""A small catalogue that tests can read at a glance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product as combinations
from typing import Any

from kit.data.database import Database
from souk_product.domain.colours import colour_of
from souk_product.domain.products import (
    CategoryDraft,
    Option,
    OptionValue,
    Picture,
    ProductDraft,
    VariantDraft,
    slug_of,
)
from souk_product.domain.stock import StockPolicy
from souk_product.storage.catalogue_writes import PostgresCatalogueWriter

PICTURE = "/media/products/x-800.webp"
OPENED = datetime(2026, 1, 1, tzinfo=UTC)
CATEGORIES = (
    CategoryDraft("clothing", "Clothing"),
    CategoryDraft("shirts", "Shirts", "clothing"),
    CategoryDraft("kitchen", "Kitchen"),
)


def a_product(
    title: str,
    *,
    price: int = 1000,
    compare_at: int | None = None,
    stock: int | Mapping[str, int] = 20,
    colours: Sequence[str] = (),
    sizes: Sequence[str] = (),
    category: str = "shirts",
    created_at: datetime = OPENED,
    policy: StockPolicy = StockPolicy.TRACKED,
    **others: Any,
) -> ProductDraft:
    """SKUs are HANDLE, HANDLE/BLUE, HANDLE/BLUE/M; `stock` of single ones by SKU."""
    handle = slug_of(title)
    colour = Option("Colour", tuple(OptionValue(name, colour_of(name)) for name in colours))
    size = Option("Size", tuple(OptionValue(name) for name in sizes))
    options = tuple(option for option in (colour, size) if option.values)
    draft = ProductDraft(
        handle=handle,
        title=title,
        vendor="Test Mill",
        description_html="<p>Plain.</p>",
        category=category,
        tags=(),
        options=options,
        variants=tuple(
            replace(variant, stock_policy=policy) for variant in _variants(handle, options, price, compare_at, stock)
        ),
        created_at=created_at,
        pictures=(Picture(f"test:{handle}", title, PICTURE, srcset=((PICTURE, 800),)),),
    )
    return replace(draft, **others)


def _variants(
    handle: str, options: Sequence[Option], price: int, compare_at: int | None, stock: int | Mapping[str, int]
) -> Iterator[VariantDraft]:
    for chosen in combinations(*(option.values for option in options)):
        sku = "/".join([handle, *(choice.value for choice in chosen)]).upper()
        yield VariantDraft(
            sku=sku,
            options={option.name: choice.value for option, choice in zip(options, chosen, strict=True)},
            price=price,
            compare_at=compare_at,
            stock=stock if isinstance(stock, int) else stock.get(sku, 0),
            weight_grams=200,
            image_index=0,
        )


# They differ in everything one can narrow by.
FOUR = (
    a_product("Linen shirt", price=200_000, colours=["Indigo", "White"], sizes=["M", "L"], tags=("summer",)),
    a_product(
        "Khadi shirt",
        price=150_000,
        compare_at=190_000,
        colours=["Indigo", "Moss"],
        sizes=["S", "M"],
        stock={"KHADI-SHIRT/INDIGO/S": 3, "KHADI-SHIRT/MOSS/M": 1},
        created_at=OPENED + timedelta(days=1),
    ),
    a_product("Chai mug", price=45_000, category="kitchen", tags=("featured",), vendor="Khurja Kiln"),
    a_product("Notebook", price=49_000, category="kitchen", stock=0, created_at=OPENED + timedelta(days=2)),
)


async def put_on_sale(database: Database, *products: ProductDraft, at: datetime = OPENED) -> None:
    async with PostgresCatalogueWriter(database).transaction() as catalogue:
        await catalogue.wait_for_turn()
        await catalogue.add_categories(CATEGORIES)
        await catalogue.save_products(products, "INR", at)
        await catalogue.learn_words()


async def handles(shop: Any, **params: Any) -> list[str]:
    """What a list shows, in its order; `option__Size` stands for option.Size."""
    answer = await shop.get("/products", params={name.replace("__", "."): value for name, value in params.items()})
    assert answer.status_code == 200, answer.text
    return [card["handle"] for card in answer.json()["items"]]
