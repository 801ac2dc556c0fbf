from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime
from typing import Any

from contracts.reviews import ReviewSummaryChanged
from kit.data.database import AlreadyDone
from souk_product.events import keep_ratings
from souk_product.testing.shop import FOUR, a_product, handles, put_on_sale

NOW = datetime(2026, 11, 24, tzinfo=UTC)
Counts = tuple[int, int, int, int, int]


def a_summary(handle: str, counts: Counts, version: int = 1) -> ReviewSummaryChanged:
    return ReviewSummaryChanged(at=NOW, handle=handle, version=version, counts=counts)


async def card_of(shop: Any, handle: str) -> dict[str, Any]:
    items = (await shop.get("/products", params={"limit": 100})).json()["items"]
    return next(item for item in items if item["handle"] == handle)


async def test_lists_and_the_product_itself_tell_how_it_is_rated(shop: Any) -> None:
    await keep_ratings([a_summary("chai-mug", (0, 0, 1, 0, 2))], shop.deps)

    rating = {"average": 4.33, "count": 3}
    assert (await card_of(shop, "chai-mug"))["rating"] == rating
    assert (await shop.get("/products/chai-mug")).json()["rating"] == rating
    assert (await card_of(shop, "notebook"))["rating"] is None


async def test_what_comes_again_or_late_changes_nothing(shop: Any) -> None:
    newer, older = a_summary("chai-mug", (0, 0, 0, 2, 0), 2), a_summary("chai-mug", (0, 0, 0, 1, 0), 1)

    for event in (newer, older, newer):
        with contextlib.suppress(AlreadyDone):  # which the consumer takes for success
            await keep_ratings([event], shop.deps)

    assert (await card_of(shop, "chai-mug"))["rating"] == {"average": 4.0, "count": 2}
    both = [a_summary("chai-mug", (0, 0, 0, 4, 0), 4), a_summary("chai-mug", (0, 0, 0, 3, 0), 3)]
    await keep_ratings(both, shop.deps)
    assert (await card_of(shop, "chai-mug"))["rating"]["count"] == 4


async def test_without_its_last_review_a_product_has_no_rating(shop: Any) -> None:
    await keep_ratings([a_summary("chai-mug", (0, 0, 0, 1, 0), 1)], shop.deps)
    await keep_ratings(
        [a_summary("chai-mug", (0, 0, 0, 0, 0), 2), a_summary("gone-long-ago", (1, 0, 0, 0, 0))], shop.deps
    )

    assert (await card_of(shop, "chai-mug"))["rating"] is None
    assert await handles(shop, min_rating=3) == []


async def test_the_best_rated_come_first_few_reviews_say_little_and_none_comes_last(shop: Any) -> None:
    await keep_ratings(
        [
            a_summary("chai-mug", (0, 0, 0, 0, 1)),
            a_summary("linen-shirt", (0, 0, 0, 12, 30)),
            a_summary("notebook", (9, 0, 0, 0, 0)),
        ],
        shop.deps,
    )

    first = (await shop.get("/products", params={"sort": "rating", "limit": 2})).json()
    second = (await shop.get("/products", params={"sort": "rating", "cursor": first["next_cursor"]})).json()
    back = (await shop.get("/products", params={"sort": "rating", "cursor": second["previous_cursor"]})).json()

    assert [card["handle"] for card in first["items"]] == ["linen-shirt", "chai-mug"]
    assert [card["handle"] for card in second["items"]] == ["notebook", "khadi-shirt"]
    assert [card["handle"] for card in back["items"]] == ["linen-shirt", "chai-mug"]
    assert (await shop.get("/products", params={"sort": "name", "cursor": first["next_cursor"]})).status_code == 400


async def test_one_narrows_by_so_many_stars_and_up(shop: Any) -> None:
    told = {"chai-mug": (0, 0, 0, 1, 1), "linen-shirt": (0, 0, 3, 0, 0), "notebook": (2, 0, 0, 0, 0)}
    await keep_ratings([a_summary(handle, counts) for handle, counts in told.items()], shop.deps)

    facets = (await shop.get("/products/facets", params={"min_rating": 4})).json()["facets"]

    assert set(await handles(shop, min_rating=4)) == {"chai-mug"}
    assert set(await handles(shop, min_rating=3)) == {"chai-mug", "linen-shirt"}
    (rating,) = [facet for facet in facets if facet["key"] == "rating"]
    assert [(value["value"], value["count"], value["selected"]) for value in rating["values"]] == [
        ("4", 1, True),
        ("3", 2, False),
    ]
    for wrong in ("0", "2", "5", "x", "3.5", ""):
        assert (await shop.get(f"/products?min_rating={wrong}")).status_code in {400, 422}, wrong


async def test_a_rating_survives_imports_and_price_changes_at_once(shop: Any) -> None:
    mug = a_product("Chai mug", price=50_000, category="kitchen")

    async def rate(version: int) -> None:
        await keep_ratings([a_summary("chai-mug", (0, 0, 0, 0, version), version)], shop.deps)

    async def price(amount: int) -> None:
        changed = await shop.as_admin().patch("/variants/CHAI-MUG", json={"price": amount})
        assert changed.status_code == 200, changed.text

    await asyncio.gather(
        *(rate(version) for version in range(1, 9)),
        *(price(40_000 + step) for step in range(8)),
        *(put_on_sale(shop.infra.database, mug) for _ in range(2)),
    )

    assert (await card_of(shop, "chai-mug"))["rating"] == {"average": 5.0, "count": 8}
    assert (await shop.get("/products/chai-mug")).json()["rating"]["count"] == 8
    await put_on_sale(shop.infra.database, *FOUR)
    assert await handles(shop, min_rating=4) == ["chai-mug"]
