"""[portals] and [pictures] of souk.toml: other origins, and where each is known."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from cli.containers.sources import container_sources
from cli.home import ROOT
from cli.manifest import System, load
from cli.manifest_rules import ManifestError
from cli.render.runtime import policy_of
from cli.render.web_sources import web_sources
from cli.tests.test_manifest import GOOD, a_system

OTHERS = """
[portals]
seller = "https://sell.example"
admin = "http://localhost:9999"

[pictures]
hosts = ["https://pictures.example", "https://pictures.example:8443"]
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


@pytest.mark.parametrize(
    "wrong", ["https://sell.example/", "//sell.example", "https://*", "https://a b", "data:", "'self'"]
)
def test_what_is_no_origin_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ManifestError):
        a_system(tmp_path, GOOD + OTHERS.replace("https://sell.example", wrong))
    with pytest.raises(ManifestError):
        a_system(tmp_path, GOOD + OTHERS.replace("https://pictures.example:8443", wrong))
