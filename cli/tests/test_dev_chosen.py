from __future__ import annotations

from typing import Any

import pytest

from cli.dev.chosen import Chosen, Shop, beside_own_zones, refuse_what_cannot
from cli.dev.loan import part_serving
from cli.manifest import load
from cli.refusals import Refusal

ORDER = load().services["order"]


def kept(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"parts": [{"kind": "service", "ports": [ORDER.port], **part} for part in parts]}


def test_all_instances_of_a_service_are_let_go_as_the_one_part_that_they_are() -> None:
    state = kept({"name": "order#1", "part": "order"}, {"name": "order#2", "part": "order"})

    assert part_serving(state, ORDER) == "order"


def test_a_zone_stands_beside_the_one_that_the_shop_here_serves() -> None:
    system = load()
    both = Chosen([], [system.mfes["products"], system.mfes["cart"]])
    here = Shop("http://localhost:8888", "http://localhost:8888", state=kept())
    deployed = Shop("https://shop.example", "https://shop.example")

    def ports(shop: Shop, **moved: int) -> list[int]:
        return [mfe.port for mfe in beside_own_zones(both, system, shop, moved).mfes]

    assert ports(here) == [4011, 4030]
    assert ports(here, products=4010) == ports(deployed) == [4010, 4030]


def test_web_components_are_refused_with_the_way_to_see_their_change() -> None:
    sizes = load().mfes["cart"].but(name="sizes", framework="element")

    with pytest.raises(Refusal, match="sizes: web components"):
        refuse_what_cannot(Chosen([], [sizes]), load(), Shop("https://shop.example", "https://shop.example"))


def test_a_service_in_another_language_is_refused_with_the_way_to_see_its_change() -> None:
    gifts = ORDER.but(name="gifts", runtime="node")
    shop = Shop("http://localhost:8888", "http://localhost:8888", state=kept({"name": "gifts", "part": "gifts"}))

    with pytest.raises(Refusal) as refused:
        refuse_what_cannot(Chosen([gifts], []), load(), shop)

    assert "gifts is a node service" in refused.value.cause
    assert refused.value.fix == "Change it, then ./souk restart gifts."
