"""Which builds are kept and served, for how long, and when they go."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.home import ROOT, Home
from cli.manifest import System, load
from cli.releases import command
from cli.releases.artefact import Artefact, Store
from cli.releases.choices import Choice, changing
from cli.releases.kept import serve, sweep
from cli.tests.release_rig import a_remote, a_zone

LATER = datetime.now(UTC) + timedelta(days=31)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / ".souk", ROOT)


@pytest.fixture
def system() -> System:
    return load(ROOT / "souk.toml")


def hashes(artefacts: list[Artefact]) -> set[str]:
    return {each.hash for each in artefacts}


def test_what_nobody_refers_to_goes_after_a_month_and_what_is_chosen_stays(home: Home, system: System) -> None:
    first, second, third, idle = (a_remote(home.folder, says=says) for says in ("one", "two", "three", "four"))
    for each in (first, second):
        command.publish(home, "cart", each.hash, as_built=False)
    command.canary(home, "5%", "cart", third.hash)

    with changing(home.folder) as choices:
        assert sweep(home, system, choices) == []
        assert hashes(sweep(home, system, choices, LATER)) == {idle.hash}

    assert hashes(Store(home.folder).all_of("cart")) == {first.hash, second.hash, third.hash}


def test_a_month_begins_when_a_version_is_no_longer_given_to_anybody(home: Home, system: System) -> None:
    versions = [a_remote(home.folder, says=says) for says in ("one", "two", "three")]
    with changing(home.folder) as choices:
        for each in versions:
            choices.choose(choices.of("cart").published(each.hash), "Ada", "publish")
    old = versions[0]
    file = Store(home.folder).remote_of("cart", old.hash) / "release.json"
    file.write_text(file.read_text().replace(old.built_at, "2020-01-01T00:00:00+00:00"))

    with changing(home.folder) as choices:
        assert sweep(home, system, choices) == []
        assert hashes(sweep(home, system, choices, LATER)) == {old.hash}


def test_files_of_every_build_that_may_be_asked_for_are_served(home: Home, system: System) -> None:
    builds = [a_zone(home.folder, says=says) for says in ("one", "two")]
    served = home.folder / "zones" / "products" / "static" / "chunks"
    with changing(home.folder) as choices:
        choices.choose(Choice("products", builds[0].hash, builds[1].hash, 10), "Ada", "canary")
        serve(home, system, choices)
    assert {file.name for file in served.iterdir()} == {"one.js", "two.js"}

    with changing(home.folder) as choices:
        choices.choose(Choice("products", builds[1].hash), "Ada", "promote")
        for file in served.iterdir():
            os.utime(file, (0, 0))
        sweep(home, system, choices)
        assert {file.name for file in served.iterdir()} == {"one.js", "two.js"}, "an open tab has its chunks"
        sweep(home, system, choices, LATER)

    assert {file.name for file in served.iterdir()} == {"two.js"}


def test_a_build_that_was_only_started_keeps_no_server_once_another_took_its_place(home: Home, system: System) -> None:
    old, new = a_zone(home.folder, released=False), a_zone(home.folder, says="two", released=False)
    store = Store(home.folder)
    with changing(home.folder) as choices:
        choices.choose(Choice("products", new.hash), "./souk up", "start")
        sweep(home, system, choices)

    assert not store.zone_of("products", old.hash).exists()
    assert store.find("products", old.hash)
    assert store.zone_of("products", new.hash).exists()
