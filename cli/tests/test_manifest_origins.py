"""[portals], [pictures] and [assets] of souk.toml: other origins, and where each is known."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from cli.containers.sources import container_sources
from cli.home import ROOT
from cli.manifest import System, load
from cli.refusals import ManifestError
from cli.releases.artefact import Store
from cli.releases.served import remotes_of
from cli.render.gateway_policy import policy_of
from cli.render.web_sources import web_sources
from cli.tests.release_rig import a_remote
from cli.tests.test_manifest import GOOD, a_system

OTHERS = """
[portals]
seller = "https://sell.example"
admin = "http://localhost:9999"

[pictures]
hosts = ["https://pictures.example", "https://pictures.example:8443"]
"""
NETWORK = """
[assets]
origin = "https://cdn.example"
"""


def this_shop(tmp_path: Path) -> System:
    """With those origins, and all that it has."""
    named = a_system(tmp_path, GOOD + OTHERS)
    return replace(load(ROOT / "souk.toml"), portals=named.portals, pictures=named.pictures)


def system_ts(system: System) -> str:
    return next(text for path, text in web_sources(system).items() if path.name == "system.ts")


def test_pages_may_show_pictures_of_these_hosts_and_nothing_else_of_them(tmp_path: Path) -> None:
    plain, named = policy_of(load(ROOT / "souk.toml")).split("; "), policy_of(this_shop(tmp_path)).split("; ")

    assert set(named) - set(plain) == {"img-src 'self' data: https://pictures.example https://pictures.example:8443"}
    assert set(plain) - set(named) == {"img-src 'self' data:"}


def test_a_portal_may_call_every_service_wherever_the_shop_runs(tmp_path: Path) -> None:
    system = this_shop(tmp_path)

    sources = container_sources(system)
    kubernetes = next(yaml.safe_load_all(sources[Path("deploy/kubernetes/base/shop.yaml")]))
    compose = sources[Path("compose.yaml")]

    assert {"https://sell.example", "http://localhost:9999"} <= set(system.origins)
    assert json.loads(kubernetes["data"]["SOUK_ORIGINS"]) == [
        system.public_url, "https://sell.example", "http://localhost:9999",
    ]  # fmt: skip
    assert ', "https://sell.example", "http://localhost:9999"]' in compose


def test_pages_know_where_portals_are(tmp_path: Path) -> None:
    assert "= { seller: 'https://sell.example', admin: 'http://localhost:9999' };" in system_ts(this_shop(tmp_path))
    assert "'admin', string>>> = {};" in system_ts(load(ROOT / "souk.toml"))


def test_scripts_styles_and_fonts_may_come_from_the_network_that_delivers_them(tmp_path: Path) -> None:
    shop = load(ROOT / "souk.toml")
    named = replace(shop, assets=a_system(tmp_path, GOOD + NETWORK).assets)

    assert set(policy_of(named).split("; ")) - set(policy_of(shop).split("; ")) == {
        "script-src 'self' https://cdn.example",
        "style-src 'self' https://cdn.example",
        "font-src 'self' https://cdn.example",
        "connect-src 'self' https://cdn.example",
        "img-src 'self' data: https://cdn.example",
    }
    assert "assetsOrigin: string = 'https://cdn.example';" in system_ts(named)
    assert "assetsOrigin: string = '';" in system_ts(shop)


def test_a_list_of_remotes_leads_to_the_network(tmp_path: Path) -> None:
    shop = load(ROOT / "souk.toml")
    store, kept = Store(tmp_path), a_remote(tmp_path)

    def entry(system: System) -> str:
        return remotes_of(system, store, {"cart": kept.hash})["cart"]["entry"]

    assert entry(shop) == f"/mfe/cart/{kept.hash}/remoteEntry.js"
    named = replace(shop, assets=a_system(tmp_path, GOOD + NETWORK).assets)
    assert entry(named) == f"https://cdn.example/mfe/cart/{kept.hash}/remoteEntry.js"


@pytest.mark.parametrize(
    ("shop", "origin", "why"),
    [
        ("https://souk.example", "https://souk.example", "the shop's own"),
        ("https://souk.example", "http://cdn.example", "came by https"),
    ],
)
def test_a_network_that_no_page_could_use_is_refused(tmp_path: Path, shop: str, origin: str, why: str) -> None:
    text = GOOD.replace("http://localhost:8888", shop) + NETWORK.replace("https://cdn.example", origin)

    with pytest.raises(ManifestError, match=why):
        a_system(tmp_path, text)


@pytest.mark.parametrize(
    "wrong", ["https://sell.example/", "//sell.example", "https://*", "https://a b", "data:", "'self'"]
)
def test_what_is_no_origin_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ManifestError):
        a_system(tmp_path, GOOD + OTHERS.replace("https://sell.example", wrong))
    with pytest.raises(ManifestError):
        a_system(tmp_path, GOOD + OTHERS.replace("https://pictures.example:8443", wrong))
