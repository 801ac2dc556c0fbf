"""Facets are counted by bits that follow every change; a list, which knows nothing of them, must show as many."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from souk_product.actions.ratings import keep_ratings
from souk_product.domain.browsing import MOST_RANKED, price_bands
from souk_product.domain.ratings import Rating
from souk_product.testing.shop import a_product, put_on_sale
from testkit.at_once import at_once

COLOURS, SIZES = ("Indigo", "Moss", "White"), ("S", "M", "L")
# Choices by facet: what the address says for a value of it.
CHOICES: dict[str, tuple[dict[str, Any], ...]] = {
    "category": ({"category": "clothing"}, {"category": "shirts"}, {"category": "kitchen"}),
    "price": ({"max_price": 49_999}, {"min_price": 100_000, "max_price": 499_999}, {"min_price": 70_000}),
    "stock": ({"in_stock": "true"},),
    "sale": ({"on_sale": "true"},),
    "tag": ({"tag": "summer"},),
    "rating": ({"min_rating": 4}, {"min_rating": 3}),
    "search": ({"q": "shirt"}, {"q": "linen"}),
    "colour": ({"option.Colour": "Indigo"}, {"option.Colour": ["Moss", "White"]}),
    "size": ({"option.Size": "M"},),
}
BITS = "select chunk, facet, value, plane, bits from facet_bits order by 1, 2, 3, 4"


def some_product(chance: random.Random, number: int) -> Any:
    title = f"{chance.choice(['Linen', 'Khadi'])} {chance.choice(['shirt', 'mug'])} {number}"
    made = a_product(
        title,
        price=chance.choice([45_000, 60_000, 120_000, 300_000, 1_500_000]),
        compare_at=chance.choice([None, 2_000_000]),
        colours=chance.sample(COLOURS, chance.randrange(3)),
        sizes=chance.sample(SIZES, chance.randrange(3)),
        category=chance.choice(["shirts", "kitchen"]),
        tags=("summer",) if chance.random() < 0.5 else (),
    )
    variants = tuple(
        replace(variant, stock=chance.choice([0, 5]), price=variant.price + chance.choice([0, 40_000]))
        for variant in made.variants
    )
    return replace(made, variants=variants)


@pytest.fixture
async def shop(open_shop: Any) -> Any:
    chance = random.Random(11)  # noqa: S311 - the same shop every time
    shop = await open_shop(*(some_product(chance, number) for number in range(40)))
    rows = await shop.deps.stock.fetch("select handle from products order by handle")
    told = [Rating(row["handle"], 1, tuple(chance.randrange(3) for _ in range(5))) for row in rows[:25]]
    await keep_ratings(shop.deps, told, once=[uuid4()])
    return shop


async def total_of(shop: Any, asked: dict[str, Any]) -> int:
    answer = await shop.get("/products", params={**asked, "limit": 100})
    assert answer.status_code == 200, answer.text
    return len(answer.json()["items"])


def having(facet: str, value: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    """What a shopper asks who chooses this value instead of the facet's own choice."""
    if facet == "price":
        others = {name: one for name, one in asked.items() if name not in ("min_price", "max_price")}
        return {**others, "min_price": value["min"]} | ({} if value["max"] is None else {"max_price": value["max"]})
    if facet == "rating":
        return {**asked, "min_rating": value["value"]}
    return {**asked, (value["value"] if facet == "availability" else facet): value["value"]} | (
        {value["value"]: "true"} if facet == "availability" else {}
    )


@pytest.mark.parametrize("seed", range(8))
async def test_every_count_is_what_the_list_then_shows(shop: Any, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    facets = chance.sample(sorted(CHOICES), chance.randrange(4))
    asked = {name: value for facet in facets for name, value in chance.choice(CHOICES[facet]).items()}

    counted = (await shop.get("/products/facets", params=asked)).json()

    assert counted["total"] == await total_of(shop, asked)
    assert not counted["more"]
    for facet in counted["facets"]:
        for value in facet["values"]:
            assert value["count"] == await total_of(shop, having(facet["key"], value, asked)), (asked, value)


@pytest.mark.parametrize("seed", range(6))
async def test_a_range_of_any_prices_counts_what_the_list_shows(shop: Any, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    amounts = [
        0,
        44_999,
        45_000,
        49_999,
        50_000,
        85_001,
        120_000,
        160_000,
        299_999,
        300_000,
        999_999,
        1_000_000,
        2_500_000,
    ]
    low, high = sorted(chance.sample(amounts, 2))

    for asked in ({"min_price": low}, {"max_price": high}, {"min_price": low, "max_price": high}):
        counted = (await shop.get("/products/facets", params=asked)).json()
        assert counted["total"] == await total_of(shop, asked), asked


async def test_bits_follow_prices_sales_and_imports_at_once(shop: Any) -> None:
    chance = random.Random(5)  # noqa: S311
    rows = await shop.deps.stock.fetch("select sku from variants where stock > 0 order by sku")
    skus = [row["sku"] for row in rows]

    async def changes_a_price(sku: str) -> None:
        changed = await shop.as_admin().patch(f"/variants/{sku}", json={"price": chance.choice([10_000, 800_000])})
        assert changed.status_code in (200, 404), changed.text  # the import takes some variants away

    async def sells_out(number: int) -> None:
        lines = [{"sku": sku, "quantity": 5} for sku in chance.sample(skus, 3)]
        await shop.as_service("order").put(f"/reservations/o-{number}", json={"lines": lines})

    async def imports() -> None:
        changed = [some_product(chance, number) for number in range(30, 50)]
        hidden = [replace(one, published=False) for one in changed[:5]]
        await put_on_sale(shop.deps.stock._database, *hidden, *changed[5:])

    await asyncio.gather(imports(), at_once([*map(changes_a_price, skus[::3]), *map(sells_out, range(20))]))
    await shop.deps.stock.execute("delete from products where handle like '%-1%'")

    kept = await shop.deps.stock.fetch(BITS)
    strayed = (
        "select c.handle from product_cards c left join facet_places p using (product_id, place) where p.place is null"
    )
    assert await shop.deps.stock.fetch(strayed) == []
    await shop.deps.stock.execute("delete from facet_bits")
    await shop.deps.stock.execute("update facet_places set members = '{}'")
    await shop.deps.stock.execute("select souk_keep_facets(array(select product_id from product_cards))")
    assert kept == await shop.deps.stock.fetch(BITS)


async def test_cards_that_the_release_before_writes_get_a_place_and_are_counted(shop: Any) -> None:
    store = shop.deps.stock
    columns = ", ".join(
        row["name"]
        for row in await store.fetch(
            "select attname as name from pg_attribute where attrelid = 'product_cards'::regclass"
            " and attnum > 0 and not attisdropped and attname <> 'place'"
        )
    )
    before = (await shop.get("/products/facets")).json()
    cards = [row["card"] for row in await store.fetch("delete from product_cards c returning to_jsonb(c) as card")]
    # Some products are new to it, of others the place is known.
    await store.execute("delete from facet_places where place % 2 = 0")

    former = "jsonb_populate_recordset(null::product_cards, $1)"
    await store.execute(f"insert into product_cards ({columns}) select {columns} from {former}", cards)

    strayed = "select 1 from product_cards c left join facet_places p using (product_id, place) where p.place is null"
    assert await store.fetch(strayed) == []
    assert (await shop.get("/products/facets", params={"country": "IN"})).json() == before


async def test_the_database_knows_the_shops_price_bands(shop: Any) -> None:
    kept = await shop.deps.stock.fetch("select low, high from souk_price_bands() order by low")

    assert tuple((row["low"], row["high"]) for row in kept) == price_bands()


async def test_of_a_search_that_finds_too_much_the_first_are_counted_and_it_says_so(open_shop: Any) -> None:
    lamps = [a_product(f"Lamp {number}", category="kitchen") for number in range(MOST_RANKED + 5)]
    shop = await open_shop(*lamps, a_product("Rare lantern", price=700_000))

    many = (await shop.get("/products/facets", params={"q": "lamp"})).json()
    few = (await shop.get("/products/facets", params={"q": "lantern"})).json()

    assert (many["more"], many["total"]) == (True, MOST_RANKED)
    assert (few["more"], few["total"]) == (False, 1)


async def test_a_price_within_its_band_and_a_sale_that_leaves_some_write_no_facets(open_shop: Any) -> None:
    shop = await open_shop(a_product("Mug", price=45_000, stock=3))
    marks = "select xmin::text from facet_bits union all select xmin::text from facet_places order by 1"
    before = await shop.deps.stock.fetch(marks)

    assert (await shop.as_admin().patch("/variants/MUG", json={"price": 44_000})).status_code == 200
    await shop.as_service("order").put("/reservations/o-1", json={"lines": [{"sku": "MUG", "quantity": 2}]})
    assert await shop.deps.stock.fetch(marks) == before

    await shop.as_admin().patch("/variants/MUG", json={"price": 60_000})
    await shop.as_service("order").put("/reservations/o-2", json={"lines": [{"sku": "MUG", "quantity": 1}]})
    counted = (await shop.get("/products/facets", params={"min_price": 50_000})).json()
    assert (counted["total"], await total_of(shop, {"in_stock": "true"})) == (1, 0)
    assert await shop.deps.stock.fetch(marks) != before
