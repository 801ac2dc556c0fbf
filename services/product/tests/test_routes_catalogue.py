from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from kit.http.pages import encode
from souk_product.testing.shop import FOUR, OPENED, a_product


@pytest.fixture
async def shop(visit_shop: Any) -> Any:
    return await visit_shop(*FOUR)


async def handles(shop: Any, **params: Any) -> list[str]:
    answer = await shop.get("/products", params={name.replace("__", "."): value for name, value in params.items()})
    assert answer.status_code == 200, answer.text
    return [card["handle"] for card in answer.json()["items"]]


async def facets(shop: Any, **params: Any) -> dict[str, dict[str, int]]:
    answer = await shop.get(
        "/products/facets", params={name.replace("__", "."): value for name, value in params.items()}
    )
    assert answer.status_code == 200, answer.text
    return {
        facet["key"]: {value["value"]: value["count"] for value in facet["values"]} for facet in answer.json()["facets"]
    }


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


async def test_facets_are_bounded_and_keep_what_is_chosen_and_what_most_have(open_shop: Any) -> None:
    sizes = [str(n) for n in range(1000, 1080)]
    shop = await open_shop(a_product("Mug", sizes=sizes), a_product("Cup", sizes=["1079", "A5", "M", "S"]))

    answer = (await shop.get("/products/facets", params={"option.Size": "1001"})).json()

    size = next(facet for facet in answer["facets"] if facet["key"] == "option.Size")
    shown = {value["value"]: value for value in size["values"]}
    assert (size["total"], len(shown)) == (83, 50)
    assert shown["1001"]["selected"]
    assert shown["1079"]["count"] == 2


async def test_values_of_one_kind_stand_together(open_shop: Any) -> None:
    shop = await open_shop(a_product("Mug", sizes=["750 ml", "M", "A5", "S", "250 ml", "L"]))

    facets = (await shop.get("/products/facets")).json()["facets"]

    size = next(facet for facet in facets if facet["key"] == "option.Size")
    assert [(value["kind"], value["value"]) for value in size["values"]] == [
        ("clothes", "S"), ("clothes", "M"), ("clothes", "L"), ("volume", "250 ml"), ("volume", "750 ml"),
        ("paper", "A5"),
    ]  # fmt: skip


async def test_facets_count_what_each_choice_would_leave(shop: Any) -> None:
    counted = await facets(shop)

    assert counted["category"] == {"clothing": 2, "shirts": 2, "kitchen": 2}
    assert counted["price"] == {"0-49999": 2, "100000-199999": 1, "200000-499999": 1}
    assert counted["availability"] == {"in_stock": 3, "on_sale": 1}
    assert counted["option.Colour"] == {"Indigo": 2, "Moss": 1, "White": 1}
    assert list(counted["option.Size"]) == ["S", "M", "L"]


async def test_a_facet_ignores_its_own_choice_and_heeds_all_others(shop: Any) -> None:
    counted = await facets(shop, category="shirts", option__Colour="White", max_price=500_000)

    assert counted["category"] == {"clothing": 1, "shirts": 1}
    assert counted["option.Colour"] == {"Indigo": 2, "Moss": 1, "White": 1}
    assert counted["option.Size"] == {"M": 1, "L": 1}
    assert counted["price"] == {"200000-499999": 1}


async def test_every_count_is_what_the_list_then_shows(shop: Any) -> None:
    chosen: dict[str, Any] = {"option__Colour": "Indigo", "in_stock": True}
    for size, count in (await facets(shop, **chosen))["option.Size"].items():
        assert len(await handles(shop, **chosen, option__Size=size)) == count


async def test_chosen_values_are_marked(shop: Any) -> None:
    params = {"min_price": 0, "max_price": 49_999, "in_stock": "true", "category": "kitchen"}
    answer = (await shop.get("/products/facets", params=params)).json()

    chosen = {value["value"] for facet in answer["facets"] for value in facet["values"] if value["selected"]}
    assert chosen == {"0-49999", "in_stock", "kitchen"}
    assert answer["total"] == 1


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


async def test_related_products_are_neighbours_and_never_itself(shop: Any) -> None:
    related = (await shop.get("/products/linen-shirt/related")).json()["items"]

    assert [card["handle"] for card in related] == ["khadi-shirt"]


async def test_hidden_products_are_nowhere(open_shop: Any) -> None:
    shop = await open_shop(a_product("Mug"), a_product("Secret mug", published=False))

    assert await handles(shop, q="mug") == ["mug"]
    assert (await shop.get("/products/secret-mug")).status_code == 404
    assert [entry["handle"] for entry in (await shop.get("/sitemap")).json()["items"]] == ["mug"]
