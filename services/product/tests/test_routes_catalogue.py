from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from kit.data.database import Database
from kit.http.pages import encode
from souk_product.storage.catalogue import RELATED, PostgresCatalogue
from souk_product.testing.many import copy_often
from souk_product.testing.shop import FOUR, OPENED, a_product, handles, put_on_sale

if TYPE_CHECKING:
    from testkit.databases import TestPostgres


@pytest.fixture
async def shop(visit_shop: Any) -> Any:
    return await visit_shop(*FOUR)


async def test_the_shops_own_order_is_in_stock_then_featured_then_new(shop: Any) -> None:
    assert await handles(shop) == ["chai-mug", "khadi-shirt", "linen-shirt", "notebook"]


@pytest.mark.parametrize(
    ("sort", "first"),
    [("newest", "notebook"), ("price", "chai-mug"), ("-price", "linen-shirt"), ("name", "chai-mug")],
)
async def test_lists_sort(shop: Any, sort: str, first: str) -> None:
    assert (await handles(shop, sort=sort))[0] == first


async def test_a_card_says_what_a_list_needs(shop: Any) -> None:
    card = (await shop.get("/products", params={"q": "khadi"})).json()["items"][0]

    assert card["price"] == {"amount": 150_000, "currency": "INR"}
    assert card["compare_at"] == {"amount": 190_000, "currency": "INR"}
    assert card["category"] == {"slug": "shirts", "name": "Shirts"}
    assert [color["name"] for color in card["colors"]] == ["Indigo", "Moss"]
    assert card["on_sale"]
    assert card["available"]
    assert card["default_sku"] is None
    assert card["image"]["srcset"] == [{"url": "/media/products/x-800.webp", "width": 800}]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"category": "clothing"}, {"khadi-shirt", "linen-shirt"}),
        ({"tag": "featured"}, {"chai-mug"}),
        ({"min_price": 45_001, "max_price": 150_000}, {"khadi-shirt", "notebook"}),
        ({"in_stock": True}, {"khadi-shirt", "linen-shirt", "chai-mug"}),
        ({"on_sale": True}, {"khadi-shirt"}),
        ({"option__Colour": ["Moss", "White"]}, {"khadi-shirt", "linen-shirt"}),
        ({"option__Colour": "Moss", "option__Size": "S"}, {"khadi-shirt"}),
        # One variant must fit all: indigo is in stock in S only.
        ({"option__Colour": "Indigo", "option__Size": "M", "in_stock": True}, {"linen-shirt"}),
        ({"option__Colour": "Moss' or true --"}, set()),
    ],
)
async def test_lists_narrow(shop: Any, params: dict[str, Any], expected: set[str]) -> None:
    assert set(await handles(shop, **params)) == expected


async def test_pages_lead_forward_and_back_again(open_shop: Any) -> None:
    shop = await open_shop(*(a_product(f"Mug {n:02}", price=1000 + n // 2) for n in range(11)))
    for sort in ("relevance", "newest", "price", "-price", "name"):
        seen: list[list[str]] = []
        page = (await shop.get("/products", params={"sort": sort, "limit": 4})).json()
        assert page["previous_cursor"] is None
        while True:
            seen.append([card["handle"] for card in page["items"]])
            if page["next_cursor"] is None:
                break
            page = (
                await shop.get("/products", params={"sort": sort, "limit": 4, "cursor": page["next_cursor"]})
            ).json()
        assert [len(handles) for handles in seen] == [4, 4, 3]
        assert len({handle for handles in seen for handle in handles}) == 11

        params = {"sort": sort, "limit": 4, "cursor": page["previous_cursor"]}
        page = (await shop.get("/products", params=params)).json()
        assert [card["handle"] for card in page["items"]] == seen[1]
        page = (await shop.get("/products", params={**params, "cursor": page["previous_cursor"]})).json()
        assert [card["handle"] for card in page["items"]] == seen[0]
        assert page["previous_cursor"] is None
        assert page["next_cursor"] is not None


async def test_pages_of_a_search_lead_on_too(open_shop: Any) -> None:
    shop = await open_shop(*(a_product(f"Mug {n}", created_at=OPENED + timedelta(hours=n)) for n in range(5)))

    first = (await shop.get("/products", params={"q": "mug", "limit": 3})).json()
    second = (await shop.get("/products", params={"q": "mug", "limit": 3, "cursor": first["next_cursor"]})).json()

    assert len({card["handle"] for page in (first, second) for card in page["items"]}) == 5


@pytest.mark.parametrize(
    "cursor", ["nonsense", "W10", "WyJuYW1lIiwiYSIsImIiLGZhbHNlXQ", "WyJwcmljZSIsImEiLCJiIixmYWxzZV0"]
)
async def test_a_made_up_cursor_is_refused_with_a_reason(shop: Any, cursor: str) -> None:
    answer = await shop.get("/products", params={"cursor": cursor, "sort": "price"})

    assert answer.status_code == 400
    assert "without a cursor" in answer.json()["fix"]


@pytest.mark.parametrize("sort", ["relevance", "newest", "price", "-price", "name"])
async def test_a_made_up_cursor_of_any_list_and_sort_is_refused(shop: Any, sort: str) -> None:
    keys: list[Any] = [2**70, 1.5, None, "\0", [1], True]
    if sort != "name":  # any text is a title to go on from
        keys += ["soon", "0001-01-01T00:00:00+14:00"]
    made_up = [encode(sort, key, UUID(int=1), False) for key in keys]

    for one in [*made_up, encode(sort, 1, "no id", False), encode(sort, 1, UUID(int=1), 2)]:
        assert (await shop.get("/products", params={"cursor": one, "sort": sort})).status_code == 400


@pytest.mark.parametrize("key", [1, None, "\0", ["mug"]])
async def test_a_made_up_cursor_of_the_sitemap_is_refused(shop: Any, key: object) -> None:
    assert (await shop.get("/sitemap", params={"cursor": encode(key)})).status_code == 400


async def test_an_unknown_category_is_not_found(shop: Any) -> None:
    for path in ("/products", "/products/facets"):
        answer = await shop.get(path, params={"category": "nothing-here"})

        assert (answer.status_code, answer.json()["type"]) == (404, "urn:souk:unknown-category")


async def test_a_product_view_has_all_of_the_page(shop: Any) -> None:
    view = (await shop.get("/products/khadi-shirt")).json()

    assert [crumb["slug"] for crumb in view["breadcrumbs"]] == ["clothing", "shirts"]
    assert [option["name"] for option in view["options"]] == ["Colour", "Size"]
    stock = {variant["sku"]: (variant["available"], variant["stock_left"]) for variant in view["variants"]}
    assert stock["KHADI-SHIRT/INDIGO/S"] == (True, 3)
    assert stock["KHADI-SHIRT/INDIGO/M"] == (False, 0)
    assert view["images"][view["variants"][0]["image_index"]]["alt"] == "Khadi shirt"


async def test_large_stock_is_nobodys_business(shop: Any) -> None:
    assert (await shop.get("/products/chai-mug")).json()["variants"][0]["stock_left"] is None


async def test_an_unknown_handle_says_how_to_look_for_it(shop: Any) -> None:
    answer = await shop.get("/products/hat")

    assert answer.status_code == 404
    assert answer.json()["facts"] == {"handle": "hat"}


async def test_reads_may_be_shared_and_are_not_sent_twice(shop: Any) -> None:
    for path in ("/products", "/products/chai-mug", "/categories", "/products/facets", "/suggestions?q=mug"):
        first = await shop.get(path)
        again = await shop.get(path, headers={"if-none-match": first.headers["etag"]})

        assert "s-maxage=5" in first.headers["cache-control"]
        assert again.status_code == 304


async def test_categories_form_a_tree_of_what_can_be_seen(shop: Any) -> None:
    tree = (await shop.get("/categories")).json()["items"]

    assert [(branch["slug"], branch["product_count"]) for branch in tree] == [("clothing", 2), ("kitchen", 2)]
    assert [child["slug"] for child in tree[0]["children"]] == ["shirts"]
    assert tree[0]["image"] is not None


async def test_cards_come_in_the_order_in_which_they_are_asked_for(shop: Any) -> None:
    cards = (await shop.get("/cards", params={"handles": "linen-shirt,nothing,chai-mug,linen-shirt"})).json()["items"]

    assert [card["handle"] for card in cards] == ["linen-shirt", "chai-mug"]
    assert (await shop.get("/cards", params={"handles": "a,,b"})).status_code == 400


async def test_related_products_are_neighbours_and_never_itself(shop: Any) -> None:
    related = (await shop.get("/products/linen-shirt/related")).json()["items"]

    assert [card["handle"] for card in related] == ["khadi-shirt"]


async def test_a_product_comes_with_what_a_page_shows_beside_it_as_both_are_told_alone(shop: Any) -> None:
    alone = (await shop.get("/products/linen-shirt")).json()
    related = (await shop.get("/products/linen-shirt/related")).json()["items"]
    cards = (await shop.get("/cards", params={"handles": "chai-mug,nothing"})).json()["items"]

    together = await shop.get("/products/linen-shirt", params={"related": 1, "handles": "chai-mug,nothing"})

    assert together.json() == {**alone, "related": related[:1], "cards": cards}
    assert "related" not in alone
    assert (await shop.get("/products/hat", params={"related": 4})).status_code == 404


async def test_related_products_of_a_small_category_are_found_by_an_index_in_a_large_catalogue(
    postgres: TestPostgres,
) -> None:
    clone = await postgres.lend("product")
    async with Database(clone.url) as database, Database(clone.owner_url) as owners:
        mugs = (a_product(title, category="kitchen") for title in ("Mug", "Cup"))
        await put_on_sale(database, *mugs, a_product("Shirt"))
        catalogue, owner = PostgresCatalogue(database), PostgresCatalogue(owners)
        await copy_often(owner, "shirt")

        plan = await owner.fetch(f"explain {RELATED}", "mug", 8)
        related = await catalogue.list_related("mug", 8)
    await postgres.give_back(clone)

    told = "\n".join(line[0] for line in plan)
    assert "cards_by_standing" not in told, told
    assert "Seq Scan on product_cards" not in told, told
    assert [json.loads(card)["handle"] for card in related] == ["cup"]


async def test_hidden_products_are_nowhere(open_shop: Any) -> None:
    shop = await open_shop(a_product("Mug"), a_product("Secret mug", published=False))

    assert await handles(shop, q="mug") == ["mug"]
    assert (await shop.get("/products/secret-mug")).status_code == 404
    assert [entry["handle"] for entry in (await shop.get("/sitemap")).json()["items"]] == ["mug"]
