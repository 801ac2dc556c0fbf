"""The four shapes: services and micro frontends, each apart or together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.home import Home
from cli.manifest import load
from cli.shape import Mfes, Services, Shape
from cli.shop import Shop
from cli.tests.gateway_rig import ROOT, Rig, running_gateway
from cli.tests.test_manifest import GOOD, a_system
from cli.web_build import filters

A_ZONE = """
[mfe.wares]
team = "goods"
framework = "next"
port = 4020
paths = ["/wares"]
calls = ["depot"]
mounts = ["till"]
"""


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    with running_gateway(tmp_path_factory.mktemp("together"), mfes=Mfes.TOGETHER) as rig:
        yield rig


def a_house(folder: Path, manifest: str) -> Home:
    a_system(folder, manifest)
    return Home(folder / ".souk", folder)


def test_a_shop_runs_in_the_shape_that_its_manifest_names(tmp_path: Path) -> None:
    home = a_house(tmp_path, GOOD + '\n[shape]\nservices = "together"\nmfes = "together"\n')

    shape = Shape.asked(home, None, None, 0, {})

    assert (shape.services, shape.mfes) == (Services.TOGETHER, Mfes.TOGETHER)


def test_what_is_asked_for_goes_before_what_the_manifest_says(tmp_path: Path) -> None:
    home = a_house(tmp_path, GOOD + '\n[shape]\nmfes = "together"\n')

    assert Shape.asked(home, Services.TOGETHER, Mfes.APART, 0, {}) == Shape(Services.TOGETHER, mfes=Mfes.APART)


def test_a_shape_is_read_as_it_was_kept() -> None:
    shape = Shape(Services.TOGETHER, 100, {"order": 9030}, Mfes.TOGETHER)

    assert Shape.of_json(shape.as_json()) == shape


def test_together_one_zone_has_all_pages_and_asks_what_each_asked(tmp_path: Path) -> None:
    system = a_system(tmp_path, GOOD + A_ZONE).with_mfes_together()

    (zone,) = system.zones
    assert (zone.name, zone.base_path, set(zone.calls)) == ("host", "", {"shop", "depot"})
    assert system.remotes == ()
    assert filters(system) == ["--filter=@souk/together"]


def test_one_line_takes_a_zone_out_and_what_it_mounts_is_a_remote_again(tmp_path: Path) -> None:
    system = a_system(tmp_path, GOOD + A_ZONE + "apart = true\n").with_mfes_together()

    assert [zone.name for zone in system.zones] == ["host", "wares"]
    assert set(system.remotes) == {"till"}
    assert filters(system) == [
        f"--filter={name}" for name in ("@souk/together", "@souk/federation", "@souk/app-till", "@souk/app-wares")
    ]


def test_one_line_takes_a_piece_out_and_the_page_mounts_it_as_a_remote(tmp_path: Path) -> None:
    manifest = GOOD.replace('[mfe.till]\nteam = "sales"', '[mfe.till]\nteam = "sales"\napart = true')

    system = a_system(tmp_path, manifest).with_mfes_together()

    assert [zone.name for zone in system.zones] == ["host"]
    assert set(system.remotes) == {"till"}


def test_a_service_that_stays_apart_has_a_process_of_its_own(tmp_path: Path) -> None:
    manifest = GOOD.replace('[service.depot]\nteam = "goods"', '[service.depot]\nteam = "goods"\napart = true')
    home = a_house(tmp_path, manifest)

    processes = Shop(home, Shape(Services.TOGETHER)).processes()

    assert processes == {"services": ["shop"], "depot": ["depot"]}


@pytest.mark.parametrize(
    ("asked", "came"),
    [
        ("/", "/en"),
        ("/products/bud-vase", "/en/products/bud-vase"),
        ("/hi/products?q=mug", "/hi/products?q=mug"),
        ("/content/returns", "/en/content/returns"),
        ("/cart/any/step", "/en/cart"),
    ],
)
def test_together_the_one_zone_is_asked_for_the_same_addresses(gateway: Rig, asked: str, came: str) -> None:
    gateway.forget()

    gateway.client.get(asked)

    assert [(one.part, one.target) for one in gateway.asked] == [("zone.host", came)]


def test_the_default_shape_of_this_repository_is_apart() -> None:
    usual = load(ROOT / "souk.toml").shape

    assert (usual.services, usual.mfes) == ("apart", "apart")
