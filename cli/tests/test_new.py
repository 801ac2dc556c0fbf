"""`./souk new`, in a copy of the repository that has one service."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cli import web_build
from cli.check import elements
from cli.home import ROOT, Home
from cli.manifest import load
from cli.new import command
from cli.new.command import new_app, new_event, new_service
from cli.new.manifest_text import with_item, with_table
from cli.new.parts import Words, files_of_app
from cli.node import Node
from cli.refusals import Refusal
from cli.tests.small_manifest import small_manifest
from testkit import processes

KEPT = ("contracts", "pyproject.toml")
CODE = ("kit", "services/content")
NOT_NEEDED = shutil.ignore_patterns("__pycache__", "node_modules", "media")
WORDS = Words("gifts", "presents", 4010, "en-IN")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    (tmp_path / "souk.toml").write_text(small_manifest(), "utf-8")
    for kept in KEPT:
        copy = shutil.copytree if (ROOT / kept).is_dir() else shutil.copy
        copy(ROOT / kept, tmp_path / kept)
    return Home(tmp_path / ".souk", tmp_path)


def everything(home: Home) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in home.root.rglob("*") if path.is_file()}


def test_a_new_service_passes_the_check_and_its_own_tests_at_once(home: Home, tmp_path: Path) -> None:
    for folder in CODE:
        shutil.copytree(ROOT / folder, home.root / folder, ignore=NOT_NEEDED)
    env = {**os.environ, "PYTHONPATH": str(home.root / "services" / "gifts")}

    code = processes.start("cli.tests.a_new_service", str(home.root), log=tmp_path / "log", env=env).wait(180)

    said = (tmp_path / "log").read_text("utf-8")
    assert code == 0, said
    assert "souk check: 0 violations" in said
    assert re.search(r"\d+ passed|^\.+ +\[100%\]", said, re.MULTILINE), said
    gifts = load(home.root / "souk.toml").services["gifts"]
    assert (gifts.team, gifts.port, gifts.holds_people) == ("presents", 8060, True)
    for ruff in ("check",), ("format", "--check"):
        subprocess.run([sys.executable, "-m", "ruff", *ruff, "services/gifts"], cwd=home.root, check=True)


def test_a_service_that_cannot_be_rendered_leaves_nothing_behind(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything(home)

    def full_disk(_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(command, "render_committed", full_disk)
        with pytest.raises(OSError, match="No space left"):
            new_service(home, "gifts", None)

    assert everything(home) == before


@pytest.mark.parametrize("name", ["content", "kit", "class", "Gifts", "gift-cards", "2nd", "", "../x", "gäste"])
def test_a_name_that_is_taken_or_cannot_be_one_is_refused(home: Home, name: str) -> None:
    before = everything(home)

    with pytest.raises(Refusal):
        new_service(home, name, None)

    assert everything(home) == before


@pytest.mark.parametrize("team", ['a"b', "", "x" * 60, "two\nlines"])
def test_a_team_that_souk_toml_could_not_hold_is_refused(home: Home, team: str) -> None:
    with pytest.raises(Refusal):
        new_service(home, "gifts", team)


def test_a_new_app_speaks_every_language_and_one_that_no_template_knows_begins_in_english() -> None:
    files = files_of_app(WORDS, {"en-IN": "en", "ar": "ar", "nl-NL": "nl"})

    texts = {
        path.stem: json.loads(text)
        for path, text in files.items()
        if path.parent == Path("src/messages") and path.suffix == ".json"
    }
    assert texts.keys() == {"en-IN", "ar", "nl-NL"}
    assert texts["nl-NL"] == texts["en-IN"] != texts["ar"]
    assert len({frozenset(text) for text in texts.values()}) == 1
    assert json.loads(files[Path("package.json")])["name"] == "@souk/app-gifts"
    assert "GiftsPage: './GiftsPage.tsx'" in files[Path("src/exposes.ts")]
    assert Path("src/GiftsPage.tsx") in files


def test_a_new_app_of_web_components_is_built_and_tested_without_a_package(home: Home) -> None:
    shutil.copytree(ROOT / "web/packages/config/src/element", home.root / "web/packages/config/src/element")

    new_app(home, "gifts", "presents", "element")

    gifts = load(home.root / "souk.toml").mfes["gifts"]
    assert (gifts.team, gifts.sources, gifts.pages) == ("presents", Path("elements/gifts"), {"/gifts": "GiftsPage"})
    assert "gifts" in load(home.root / "souk.toml").host.mounts
    assert (
        "'gifts/GiftsPage': PageProps;" in (home.root / "web/packages/federation/src/generated/remotes.ts").read_text()
    )
    assert list(elements.violations(load(home.root / "souk.toml"))) == []
    web_build.build_element(home, gifts)
    assert (home.root / gifts.folder / "dist/mfe/remoteEntry.js").is_file()
    subprocess.run([Node(home).program, "--test"], cwd=home.root / gifts.folder, check=True, capture_output=True)


def test_what_souk_toml_gets_stands_with_its_kind_and_comments_stay() -> None:
    text = '# ours\n[service.a] # first\nport = 1\n\n[mfe.host]\nmounts = ["x"] # pieces\nport = 2\n'

    changed = with_item(with_table(text, "service", "[service.b]\nport = 3"), "mfe.host", "mounts", "y")

    assert changed == (
        "# ours\n[service.a] # first\nport = 1\n\n[service.b]\nport = 3\n\n"
        '[mfe.host]\nmounts = ["x", "y"] # pieces\nport = 2\n'
    )
    assert with_item("[mfe.host]\nport = 2\n", "mfe.host", "mounts", "y") == '[mfe.host]\nport = 2\nmounts = ["y"]\n'


def test_a_new_event_is_declared_once_with_its_imports_in_order(home: Home) -> None:
    new_event(home, "content.page-went-live.v1")

    text = (home.root / "contracts" / "content.py").read_text("utf-8")
    assert 'class ContentPageWentLive(Event, subject="content.page-went-live.v1"):' in text
    assert "from uuid import UUID\n\nfrom kit.events import Event\n" in text
    for again in ("content.page-went-live.v1", "nobody.came.v1", "content.Page.v1", "content"):
        with pytest.raises(Refusal):
            new_event(home, again)
