"""An image's web files go into the volume that all gateways serve; those of earlier images stay for open tabs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from cli.home import ROOT, Home
from cli.manifest import load
from cli.node import Node
from cli.releases.artefact import Store
from cli.releases.served import remotes_of
from cli.tests.image_rig import PROGRAM, an_image, publish
from cli.tests.release_rig import a_remote

DAY_S = 24 * 3600


@pytest.fixture
def volume(tmp_path: Path) -> Path:
    (tmp_path / "web").mkdir()
    return tmp_path / "web"


def test_two_changes_in_one_second_are_told_apart(tmp_path: Path, volume: Path) -> None:
    times: set[float] = set()
    for says in ("one", "two", "new"):
        publish(an_image(tmp_path, says), volume)
        times.add((volume / "remotes.json").stat().st_mtime // 1)

    assert len(times) == 3


def test_an_image_is_told_of_as_a_version_of_one_machine_is(tmp_path: Path, volume: Path) -> None:
    system, kept = load(ROOT / "souk.toml"), a_remote(tmp_path / "shop")
    on_one_machine = remotes_of(system, Store(tmp_path / "shop"), {"cart": kept.hash})["cart"]

    told = publish(an_image(tmp_path, "one"), volume)["cart"]

    assert told.keys() == on_one_machine.keys()
    assert {**told, "entry": ""} == {**on_one_machine, "entry": ""}


def test_a_release_stays_for_thirty_days_after_another_took_its_place(tmp_path: Path, volume: Path) -> None:
    publish(an_image(tmp_path, "one"), volume)
    aged(volume, 90)
    publish(an_image(tmp_path, "two"), volume)  # the first was live until now
    assert chunks_in(volume) == {"chunk.one.js", "chunk.two.js", "page-one.js", "page-two.js"}

    aged(volume, 31)
    publish(an_image(tmp_path, "three"), volume)

    assert chunks_in(volume) == {"chunk.two.js", "chunk.three.js", "page-two.js", "page-three.js"}
    aged(volume, 90)
    publish(tmp_path / "cart three", volume)
    assert chunks_in(volume) == {"chunk.three.js", "page-three.js"}


def aged(volume: Path, days: int) -> None:
    for file in volume.rglob("*"):
        if file.is_file():
            then = time.time() - days * DAY_S
            os.utime(file, (then, then))


def chunks_in(volume: Path) -> set[str]:
    return {file.name for file in volume.rglob("*-*.js")} | {file.name for file in volume.rglob("chunk.*.js")}


def test_a_zone_that_exposes_nothing_is_no_remote_and_its_files_are_served(tmp_path: Path, volume: Path) -> None:
    for says in ("one", "two"):
        image = an_image(tmp_path, says, "host")
        shutil.rmtree(image / "mfe")
        assert publish(image, volume, "host") == {}

    assert chunks_in(volume) == {"page-one.js", "page-two.js"}
    assert len(list((volume / "releases" / "host").iterdir())) == 2


def test_those_that_publish_at_once_are_all_told_of(tmp_path: Path, volume: Path) -> None:
    names = ("cart", "orders", "auth", "account")
    images = {name: an_image(tmp_path, "one", name) for name in names}
    node = Node(Home(ROOT / ".souk", ROOT)).program
    env = {**os.environ, "TEAM": "checkout", "VERSION": "0.1.0"}

    started = [
        subprocess.Popen([node, PROGRAM, release, volume], env={**env, "MFE": name}, stdout=subprocess.DEVNULL)
        for name, release in images.items()
    ]

    assert [process.wait(30) for process in started] == [0] * len(names)
    assert json.loads((volume / "remotes.json").read_text()).keys() == set(names)
