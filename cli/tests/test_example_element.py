"""A micro frontend of plain web components joins the shop by souk.toml alone, and is built without a bundler."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from cli import web_build
from cli.affected.parts import parts_of
from cli.check import elements
from cli.home import ROOT, Home
from cli.manifest import System, load
from cli.refusals import Refusal
from cli.releases.kept import keep_builds
from cli.releases.served import REMOTES
from cli.render.committed import render_sources
from cli.tests.small_manifest import small_manifest

TABLE = """
mounts = ["sizes"]

[mfe.sizes]
team = "tailors"
framework = "element"
folder = "examples/sizes"
port = 4200
pages = { "/sizes" = "SizesPage" }
"""
SOURCES = Path("examples/sizes/src")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """The repository as it is, but for souk.toml, and the example, which is built in its place."""
    root = tmp_path / "shop"
    (root / "examples").mkdir(parents=True)
    for entry in ROOT.iterdir():
        if entry.name not in ("souk.toml", ".souk", ".git", "examples"):
            (root / entry.name).symlink_to(entry)
    shutil.copytree(ROOT / "examples" / "sizes", root / "examples" / "sizes", ignore=shutil.ignore_patterns("dist"))
    (root / "souk.toml").write_text(small_manifest().rstrip() + TABLE, "utf-8")
    home = Home(tmp_path / "home", root)
    home.make()
    return home


@pytest.fixture
def system(home: Home) -> System:
    return load(home.root / "souk.toml")


def built(home: Home, system: System) -> dict[str, Any]:
    web_build.build_element(home, system.mfes["sizes"])
    return json.loads((built_in(home) / "mf-manifest.json").read_text("utf-8"))


def built_in(home: Home) -> Path:
    return home.root / "examples" / "sizes" / "dist" / "mfe"


def test_everything_that_follows_from_souk_toml_knows_it(system: System) -> None:
    files = {str(path): text for path, text in render_sources(system, {"content": {"paths": {}}}).items()}

    remotes = files["web/packages/federation/src/generated/remotes.ts"]
    assert "'sizes/SizesPage': PageProps;" in remotes
    assert "'sizes/SizeChart': { chestCm?: number | undefined;" in remotes
    assert "'/sizes': 'sizes/SizesPage'" in remotes
    assert "remotePage('sizes/SizesPage', '/sizes', " in files["web/apps/host/src/pages/sizes/[[...path]].tsx"]
    assert (
        "RUN node web/packages/config/src/element/build.mjs sizes examples/sizes" in files["examples/sizes/Dockerfile"]
    )
    assert "pnpm" not in files["examples/sizes/Dockerfile"]
    assert "mfe-sizes-release:" in files["compose.yaml"]
    assert "mfe-sizes" in files["deploy/kubernetes/base/mfe-sizes.yaml"]
    assert "/examples/sizes/ @souk-shop/tailors" in files[".github/CODEOWNERS"]
    assert "part: mfe.sizes" in files[".github/workflows/release-mfe-sizes.yml"]
    part = parts_of(system)["mfe.sizes"]
    assert (part.folder, part.is_node, part.is_web, part.is_python) == (Path("examples/sizes"), True, False, False)


def test_it_stays_a_remote_where_the_others_are_one_build(system: System) -> None:
    together = system.with_mfes_together()

    assert together.remotes == ("sizes",)
    assert "sizes" not in together.built_in
    assert web_build.filters(together) == ["--filter=@souk/together", "--filter=@souk/federation"]


def test_its_files_go_out_as_they_are_behind_an_entry_like_any_others(home: Home, system: System) -> None:
    manifest = built(home, system)

    pieces = {each["name"]: each["assets"]["js"]["sync"] for each in manifest["exposes"]}
    (folder,) = (built_in(home) / "static").iterdir()
    own = f"static/{folder.name}"
    assert pieces["SizeChart"] == [f"{own}/{name}.mjs" for name in ("size-chart", "sizes", "words")]
    assert pieces["SizesPage"] == [f"{own}/{name}.mjs" for name in ("sizes-page", "size-chart", "words", "sizes")]
    assert {file.name for file in folder.iterdir()} == {
        f"{name}.mjs" for name in ("size-chart", "sizes", "sizes-page", "words")
    }
    assert (folder / "sizes.mjs").read_bytes() == (ROOT / SOURCES / "sizes.mjs").read_bytes()
    assert "globalThis.souk_sizes" in (built_in(home) / "remoteEntry.js").read_text("utf-8")
    assert next(each["sample"] for each in manifest["exposes"] if each["name"] == "SizeChart") == {"chestCm": 98}


def test_what_changed_is_another_folder_and_what_did_not_is_the_same(home: Home, system: System) -> None:
    first, again = built(home, system), built(home, system)
    words = home.root / SOURCES / "words.mjs"
    words.write_text(words.read_text("utf-8").replace("Find your size", "Your size"), "utf-8")

    other = built(home, system)

    assert first == again
    assert first["exposes"][0]["assets"] != other["exposes"][0]["assets"]
    assert len(list((built_in(home) / "static").iterdir())) == 1


def test_the_shop_serves_it_in_a_folder_of_its_release(home: Home, system: System) -> None:
    built(home, system)

    keep_builds(home, system, servers=False)

    told = json.loads((home.run / REMOTES).read_text("utf-8"))["sizes"]
    folder = home.folder / told["entry"].rpartition("/")[0].removeprefix("/")
    assert (told["team"], told["version"]) == ("tailors", "0.1.0")
    assert all((folder / file).is_file() for file in told["pieces"]["SizesPage"])


@pytest.mark.parametrize(
    ("file", "old", "new", "why"),
    [
        ("size-chart.mjs", "'./words.mjs'", "'lit'", "src/size-chart.mjs imports lit, which a browser cannot find"),
        ("size-chart.mjs", "'./words.mjs'", "'./word.mjs'", "src/word.mjs is not there"),
        ("exposes.ts", "size-chart.mjs", "size-chart.js", "src/size-chart.js is not there"),
    ],
)
def test_what_no_browser_could_run_is_refused_when_it_is_built(
    home: Home, system: System, file: str, old: str, new: str, why: str
) -> None:
    source = home.root / SOURCES / file
    source.write_text(source.read_text("utf-8").replace(old, new), "utf-8")

    with pytest.raises(Refusal) as refused:
        built(home, system)

    assert why in "\n".join(refused.value.log)
    assert not built_in(home).exists()


def test_its_face_and_whom_it_asks_are_held_to_souk_toml(home: Home, system: System) -> None:
    assert list(elements.violations(system)) == []
    face, rules = home.root / SOURCES / "exposes.ts", home.root / SOURCES / "sizes.mjs"
    face.write_text(face.read_text("utf-8").replace("SizeChart: './", "Chart: './"), "utf-8")
    rules.write_text("fetch('/content-service/api/v1/pages'); // and no '/other-service/'\n", "utf-8")

    found = [(str(each.file), each.line, each.rule) for each in elements.violations(system)]

    assert found == [
        ("examples/sizes/src/exposes.ts", 1, "mfe-face"),
        ("examples/sizes/src/exposes.ts", 1, "mfe-face"),
        ("examples/sizes/src/sizes.mjs", 1, "manifest-calls"),
    ]
