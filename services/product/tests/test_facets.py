"""What a list may be narrowed to, with counts."""

from __future__ import annotations

from typing import Any

import pytest

from souk_product.testing.shop import FOUR, a_product, handles


@pytest.fixture
async def shop(visit_shop: Any) -> Any:
    return await visit_shop(*FOUR)


async def facets(shop: Any, **params: Any) -> dict[str, dict[str, int]]:
    answer = await shop.get(
        "/products/facets", params={name.replace("__", "."): value for name, value in params.items()}
    )
    assert answer.status_code == 200, answer.text
    return {
        facet["key"]: {value["value"]: value["count"] for value in facet["values"]} for facet in answer.json()["facets"]
    }


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
