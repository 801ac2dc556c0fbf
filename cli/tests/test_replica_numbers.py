"""How many instances a part has, who may have several, and how many connections that takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.home import Home
from cli.keeper.parts import Program
from cli.refusals import Refusal
from cli.servers import Servers
from cli.shape import Services, Shape, parsed_replicas
from cli.shop import Shop


def test_how_many_of_a_part_run_is_said_by_souk_toml_or_at_the_start() -> None:
    shape = Shape(replicas={"order": 3, "host": 2})

    system = shape.system(Home.of({}))

    assert [system.services[name].replicas for name in ("order", "cart")] == [3, 1]
    assert [system.mfes[name].replicas for name in ("host", "products")] == [2, 1]
    assert Shape.of_json(shape.as_json()) == shape


@pytest.mark.parametrize("wish", ["order", "order=", "order=0", "order=33", "=3", "order=x"])
def test_a_number_of_replicas_that_cannot_be_is_refused_with_how_to_write_it(wish: str) -> None:
    with pytest.raises(Refusal) as refused:
        parsed_replicas([wish])

    assert "--replicas order=3" in refused.value.fix


def test_who_shares_a_process_with_others_has_no_replicas_alone() -> None:
    with pytest.raises(Refusal) as refused:
        Shape.asked(Home.of({}), Services.TOGETHER, None, 0, {}, {"order": 2})

    assert "apart = true in [service.order]" in refused.value.fix


def test_the_server_lets_in_what_all_roles_may_have_and_a_role_what_its_instances_need(tmp_path: Path) -> None:
    shop = Shop(Home(tmp_path), Shape(replicas={"order": 3}))
    order, cart = (shop.system.services[name] for name in ("order", "cart"))

    command = Servers(shop.home, shop.environments).postgres().runs
    roles = [service.connections_of(service.replicas) for service in shop.system.services.values()]

    assert order.connections_of(3) == (3 + 1) * (order.pool + 1) + 3
    assert cart.connections_of(1) == (1 + 1) * (cart.pool + 1) + 3
    assert isinstance(command, Program)
    assert f"max_connections={sum(roles) + 20}" in command.command
    assert shop.environments.of_service("order")["SOUK_ORDER_POOL_SIZE"] == str(order.pool)
