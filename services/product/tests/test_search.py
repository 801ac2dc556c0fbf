from __future__ import annotations

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any, cast

import pytest

from souk_product.actions import browsing
from souk_product.domain.browsing import Filters, Sort
from souk_product.domain.spelling import as_written, deletes_of, nearest, typos_between, words_of
from souk_product.storage.catalogue import PostgresCatalogue
from souk_product.storage.dictionary import PostgresDictionary
from souk_product.storage.facets import PostgresFacets
from souk_product.testing.shop import a_product, put_on_sale
from testkit.statements import CountedDatabase


@pytest.fixture
async def shop(visit_shop: Any) -> Any:
    return await visit_shop(
        a_product("Linen shirt", colours=["Indigo"]),
        a_product("Handmade notebook", category="kitchen", description_html="<p>Goes with a linen shirt.</p>"),
        a_product("Café mug", category="kitchen"),
        a_product("Silk dupatta", category="kitchen"),
        a_product("Sold out shirt", stock=0),
    )


@pytest.fixture
async def counted(database_of: Any) -> AsyncIterator[CountedDatabase]:
    database = await database_of("product")
    await put_on_sale(database, a_product("Linen shirt"))
    async with CountedDatabase(database.url) as counted:
        yield counted


async def found(shop: Any, query: str) -> list[str]:
    answer = await shop.get("/products", params={"q": query})
    assert answer.status_code == 200, answer.text
    return [card["handle"] for card in answer.json()["items"]]


async def did_you_mean(shop: Any, query: str) -> str | None:
    return (await shop.get("/products/facets", params={"q": query})).json()["did_you_mean"]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("linen shirt", "linen-shirt"),
        ("SHIRTS", "linen-shirt"),  # another form of the word
        ("lin", "linen-shirt"),  # its beginning
        ("cafe", "cafe-mug"),  # without the accent
        ("indigo", "linen-shirt"),  # a colour
        ("book", "handmade-notebook"),  # inside a longer word
        ("lin shirts", "linen-shirt"),  # a beginning beside another form
        ("the shirt", "linen-shirt"),  # with a word that says nothing
        ("SILK-DUPATTA", "silk-dupatta"),  # a SKU
    ],
)
async def test_search_finds(shop: Any, query: str, first: str) -> None:
    assert (await found(shop, query))[0] == first
    assert await did_you_mean(shop, query) is None


@pytest.mark.parametrize(
    ("query", "meant", "first"),
    [
        ("shrit", "shirt", "linen-shirt"),
        ("linnen shirt", "linen shirt", "linen-shirt"),
        ("dupata", "dupatta", "silk-dupatta"),
        ("handmaid notbook", "handmade notebook", "handmade-notebook"),
    ],
)
async def test_search_forgives_typing_mistakes_and_says_so(shop: Any, query: str, meant: str, first: str) -> None:
    assert (await found(shop, query))[0] == first
    assert await did_you_mean(shop, query) == meant


async def test_a_title_counts_more_than_a_mention_and_stock_more_than_none(shop: Any) -> None:
    assert await found(shop, "shirt") == ["linen-shirt", "sold-out-shirt", "handmade-notebook"]


async def test_words_that_never_meet_find_each_by_itself(shop: Any) -> None:
    assert set(await found(shop, "dupatta mug")) == {"silk-dupatta", "cafe-mug"}


@pytest.mark.parametrize(
    "query", ["zzzzqqqq", "x" * 200, "& | ! :* <->", "'", "\\", "%", "mug'); drop table products; --"]
)
async def test_odd_queries_are_answered(shop: Any, query: str) -> None:
    await found(shop, query)
    assert (await shop.get("/suggestions", params={"q": query})).status_code == 200


async def test_nothing_alike_finds_nothing(shop: Any) -> None:
    assert await found(shop, "zzzzqqqq") == []


async def test_the_index_is_asked_for_whole_words_and_finds_what_begins_with_each(open_shop: Any) -> None:
    texts = [
        "Earrings of a shirtmaker",
        "Ivory shirts' box",
        "iPhone15 case",
        "Café-au-lait 500ml",
        "Shirting",
        "The 24h mug",
        "Shirt-hook-15x of a shirt-hook-2",
    ]
    shop = await open_shop(*(a_product(text, description_html=f"<p>{text} ears it's</p>") for text in texts))
    words = {
        row["word"] for row in await shop.deps.stock.fetch("select word from searched_words where word ~ '^[a-z]+$'")
    }
    asked = {word[:letters] for word in words for letters in range(1, len(word) + 1)} | {"500", "iphone1", "24h", "zzz"}

    differing = await shop.deps.stock.fetch(
        "select q, title_key from unnest($1::text[]) q, product_cards"
        " where search @@ souk_search(array[q], false) is distinct from search @@ souk_query(array[q], false)",
        sorted(asked),
    )

    assert len(asked) > 50
    assert differing == []


async def test_a_word_that_begins_skus_is_asked_for_whole_and_they_by_their_letters(open_shop: Any) -> None:
    skus = "Linen linen-kurta-a15 linen-kurta-a77"
    shop = await open_shop(a_product("Shirt", description_html=f"<p>{skus}</p>"))

    query = await shop.deps.stock.fetchval("select souk_search(array['linen'], false)::text")

    assert query == "'linen' | 'linen-kurta-a':*"


async def test_a_word_is_found_by_its_beginning_once_it_stands_in_a_text(open_shop: Any) -> None:
    shop = await open_shop(a_product("Lamp", handle="light"))
    assert await found(shop, "lant") == []

    await put_on_sale(shop.deps.stock._database, a_product("Lantern", handle="light"))
    assert await found(shop, "lant") == ["light"]


async def test_a_query_of_known_words_is_one_statement(counted: CountedDatabase) -> None:
    deps = SimpleNamespace(
        catalogue=PostgresCatalogue(counted), facets=PostgresFacets(counted), dictionary=PostgresDictionary(counted)
    )
    asked = Filters(meaning=as_written("the linen shirt"))

    page = await browsing.list_cards(cast("Any", deps), asked, Sort.RELEVANCE, None, 24)
    facets = await browsing.count_facets(cast("Any", deps), asked)
    assert (len(page.cards), facets.total, len(counted.sent)) == (1, 1, 2)


async def test_suggestions_come_while_typing(shop: Any) -> None:
    answer = (await shop.get("/suggestions", params={"q": "shi"})).json()

    assert answer["products"][0]["handle"] == "linen-shirt"
    assert answer["categories"] == [{"slug": "shirts", "name": "Shirts"}]


@pytest.mark.parametrize(
    ("one", "other", "typos"),
    [
        ("shrit", "shirt", 1),
        ("kurta", "kurta", 0),
        ("earings", "earrings", 1),
        ("jewlery", "jewellery", 2),
        ("mug", "mgu", 1),
    ],
)
def test_a_swap_of_neighbours_is_one_typo(one: str, other: str, typos: int) -> None:
    assert typos_between(one, other) == typos
    assert deletes_of(one, 2) & deletes_of(other, 2)  # so the dictionary finds it


def test_the_nearest_word_is_the_one_with_fewest_typos_then_the_most_used() -> None:
    assert nearest("shrit", {"shirt": 3, "skirt": 90, "sprit": 1}) == "shirt"
    assert nearest("bowk", {"bowl": 5, "book": 2}) == "bowl"
    assert nearest("mu", {"mug": 5}) is None
    assert nearest("2024", {"2025": 5}) is None


def test_a_query_is_words_without_accents_and_signs() -> None:
    assert words_of("Café-au-lait, café!") == ("cafe", "au", "lait")
