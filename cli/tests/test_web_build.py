from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cli import commands, web_build
from cli.home import ROOT, Home
from cli.manifest import Mfe, System, load
from cli.progress import Progress
from cli.refusals import Refusal
from cli.releases.choices import reading
from cli.releases.kept import keep_builds


@pytest.fixture
def system() -> System:
    return load(ROOT / "souk.toml")


@pytest.fixture
def home(tmp_path: Path, system: System) -> Home:
    """A house with sources, and with what a build of them makes."""
    home = Home(tmp_path / ".souk", tmp_path)
    home.make()
    (tmp_path / "turbo.json").write_text("{}")
    shutil.copy(ROOT / "souk.toml", tmp_path)
    shutil.copytree(ROOT / "contracts", tmp_path / "contracts")
    for mfe in system.mfes.values():
        source = tmp_path / "web/apps" / mfe.name / "src/index.ts"
        source.parent.mkdir(parents=True)
        source.write_text("export {};")
    return home


def build_all(home: Home, system: System) -> None:
    for mfe in system.mfes.values():
        web_build.remote_of(home, mfe).mkdir(parents=True, exist_ok=True)
        if mfe.is_zone:
            app = web_build.standalone_of(home, mfe) / "web/apps" / mfe.name
            app.mkdir(parents=True, exist_ok=True)
            (app / "server.js").write_text("serve();")
            (web_build.standalone_of(home, mfe).parent / "BUILD_ID").write_text("one")


@pytest.fixture
def builds(home: Home, system: System, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Turbo's place is taken by a build that makes everything at once."""
    ran: list[list[str]] = []

    def run(command: list[str], **_: object) -> None:
        ran.append(command)
        build_all(home, system)

    monkeypatch.setattr(commands, "run", run)
    return ran


def test_a_currency_that_was_just_written_into_souk_toml_is_the_one_that_pages_are_built_with(
    home: Home, system: System, builds: list[list[str]]
) -> None:
    web_build.build(home, system, Progress())
    manifest = home.root / "souk.toml"
    manifest.write_text(manifest.read_text("utf-8").replace('currency = "INR"', 'currency = "EUR"'), "utf-8")

    web_build.build(home, system, Progress())

    facts = (home.root / "web/packages/api/src/generated/system.ts").read_text("utf-8")
    assert "export const currency = 'EUR';" in facts
    assert len(builds) == 2


def test_the_web_is_built_once_and_then_only_after_a_change(
    home: Home, system: System, builds: list[list[str]]
) -> None:
    web_build.build(home, system, Progress())
    web_build.build(home, system, Progress())
    assert len(builds) == 1

    (home.root / "web/apps/cart/src/index.ts").write_text("export const changed = true;")
    web_build.build(home, system, Progress())
    assert len(builds) == 2


def test_a_build_that_was_removed_is_made_again(home: Home, system: System, builds: list[list[str]]) -> None:
    web_build.build(home, system, Progress())

    web_build.remote_of(home, system.mfes["cart"]).rmdir()
    web_build.build(home, system, Progress())

    assert len(builds) == 2


def test_a_build_that_makes_nothing_is_refused_with_who_is_missing(
    home: Home, system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "run", lambda command, **_: None)

    with pytest.raises(Refusal, match="cart"):
        web_build.build(home, system, Progress())


def keep(home: Home, system: System) -> None:
    keep_builds(home, system, {zone.name: notes(home)["built"] for zone in system.zones})


def test_a_shop_serves_its_own_copy_until_the_next_start(home: Home, system: System, builds: list[list[str]]) -> None:
    web_build.build(home, system, Progress())
    keep(home, system)
    zone = system.host

    built = web_build.standalone_of(home, zone) / "web/apps" / zone.name / "server.js"
    built.write_text("another build, of the tests")
    assert live_server(home, system, zone).read_text() == "serve();"

    (home.root / "web/apps/host/src/index.ts").write_text("changed")
    web_build.build(home, system, Progress())
    keep(home, system)
    assert live_server(home, system, zone).read_text() == "serve();"
    assert notes(home)["built"]


@pytest.mark.parametrize("content", ["", "{", "[1]", '"text"'])
def test_broken_notes_on_the_last_build_are_named_and_made_again(
    home: Home, system: System, builds: list[list[str]], capsys: pytest.CaptureFixture[str], content: str
) -> None:
    web_build.build(home, system, Progress())
    (home.root / ".souk/web.json").write_text(content)

    web_build.build(home, system, Progress())

    assert len(builds) == 2
    assert "web.json was broken" in " ".join(capsys.readouterr().err.split())
    assert json.loads((home.root / ".souk/web.json").read_text())["built"]


def test_an_interrupted_build_is_done_again_even_after_the_sources_went_back(
    home: Home, system: System, builds: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = home.root / "web/apps/cart/src/index.ts"
    web_build.build(home, system, Progress())
    before, finishes = source.read_text(), commands.run

    def interrupted(command: list[str], **_: object) -> None:
        raise KeyboardInterrupt

    source.write_text("export const changed = true;")
    monkeypatch.setattr(commands, "run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        web_build.build(home, system, Progress())
    source.write_text(before)
    monkeypatch.setattr(commands, "run", finishes)
    web_build.build(home, system, Progress())

    assert len(builds) == 2


def test_a_copy_of_a_zone_that_was_interrupted_leaves_the_older_one_whole(
    home: Home, system: System, builds: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    web_build.build(home, system, Progress())
    keep(home, system)
    built = web_build.standalone_of(home, system.host) / "web/apps/host/server.js"

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        built.write_text("serve(another);")
        patched.setattr(shutil, "copytree", interrupted)
        with pytest.raises(KeyboardInterrupt):
            keep_builds(home, system)
    assert live_server(home, system, system.host).read_text() == "serve();"

    keep_builds(home, system)
    assert live_server(home, system, system.host).read_text() == "serve(another);"


def live_server(home: Home, system: System, zone: Mfe) -> Path:
    with reading(home.folder) as choices:
        return web_build.zone_server(home, system, zone, choices.of(zone.name).live or "")


def notes(home: Home) -> dict[str, str]:
    return json.loads((home.root / ".souk/web.json").read_text())
