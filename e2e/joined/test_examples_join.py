"""The examples join a copy of this shop by souk.toml alone: a service in Node, and a micro frontend without React."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from cli import browser, running
from cli.claimed_ports import claimed_offset
from cli.containers.names import images_of
from cli.home import ROOT, Home
from cli.manifest import load
from cli.new.manifest_text import with_item, with_table
from cli.node import Node
from cli.shape import Mfes, Services, Shape
from cli.testing.environment import own_environment

FIRST_OFFSET = 23000
SERVICE = '[service.fitting]\nteam = "tailors"\nport = 8200\nruntime = "node"\nfolder = "examples/fitting"\n'
ELEMENT = """\
[mfe.sizes]
team = "tailors"
framework = "element"
folder = "examples/sizes"
port = 4200
pages = { "/sizes" = "SizesPage" }
"""


@dataclass(frozen=True)
class Copy:
    """Of all sources, with the two tables more; `shape` moves only its ports."""

    home: Home
    shape: Shape

    @property
    def url(self) -> str:
        return self.shape.system(self.home).public_url

    @property
    def environment(self) -> dict[str, str]:
        """Its own modules go before those of this repository."""
        folders = [self.home.root, *sorted((self.home.root / "services").iterdir())]
        own = own_environment(self.home.folder / "bytecode")
        return {**own, "PYTHONPATH": os.pathsep.join(map(str, folders)), "SOUK_HOME": str(self.home.folder)}

    def souk(self, *words: str) -> str:
        done = subprocess.run(  # noqa: S603 (our own command)
            [sys.executable, "-P", "-m", "cli", *words], cwd=self.home.root, env=self.environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        print(f"$ ./souk {' '.join(words)}\n{done.stdout}{done.stderr}")
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def rules_of(self, kind: str, name: str) -> dict[str, str]:
        told = self.souk("conform", kind, name, "--json")
        return {each["rule"]: each["result"] for each in json.loads(told[told.index("{") :])["rules"]}


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Home:
    root = tmp_path_factory.mktemp("joined") / "shop"
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    sources = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S603
    for name in sources.split("\0"):
        if name and (ROOT / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, root / name)
    manifest = root / "souk.toml"
    text = with_table(with_table(manifest.read_text("utf-8"), "service", SERVICE), "mfe", ELEMENT)
    manifest.write_text(with_item(text, f"mfe.{load(manifest).host.name}", "mounts", "sizes"), "utf-8")
    for words in (["init", "-q"], ["add", "-A"]):  # turbo asks git for what changed, and takes minutes without
        subprocess.run(["git", *words], cwd=root, check=True)  # noqa: S603, S607
    return Home(root / ".souk", root)


@pytest.fixture(params=["apart", "together"])
def shop(joined: Home, request: pytest.FixtureRequest) -> Iterator[Copy]:
    with claimed_offset(joined, FIRST_OFFSET) as offset:
        copy = Copy(joined, Shape(Services(request.param), offset, mfes=Mfes(request.param)))
        copy.souk("render")
        copy.souk("up", "--detach", "--services", request.param, "--mfes", request.param, "--port-offset", str(offset))
        yield copy
        running.stop(joined)


def test_they_are_parts_of_the_shop_and_keep_what_its_parts_promise(shop: Copy) -> None:
    sizes = httpx.get(f"{shop.url}/fitting-service/api/v1/sizes").json()["items"]
    remotes = httpx.get(f"{shop.url}/mfe/remotes.json").json()

    assert [each["size"] for each in sizes] == ["S", "M", "L", "XL"]
    assert remotes["sizes"]["team"] == "tailors"
    assert ("cart" in remotes) is (shop.shape.mfes is Mfes.APART)
    assert set(shop.rules_of("service", "fitting").values()) <= {"kept", "has none", "not tried"}
    assert set(shop.rules_of("app", "sizes").values()) == {"kept"}
    tell(shop)
    a_version_of_sizes_goes_out_and_is_taken_back(shop)
    assert "souk-mfe-sizes" in {image.name for image in images_of(shop.shape.system(shop.home))}
    assert "mfe/sizes" in (shop.home.root / "examples" / "sizes" / "Dockerfile").read_text("utf-8")


def a_version_of_sizes_goes_out_and_is_taken_back(shop: Copy) -> None:
    """In every shape: no build of pages has web components in it."""

    def given() -> str:
        return str(httpx.get(f"{shop.url}/mfe/remotes.json").json()["sizes"]["entry"])

    def says(what: str) -> bool:
        pieces = shop.home.mfe / "sizes" / given().split("/")[-2]
        return any(what in file.read_text("utf-8") for file in pieces.rglob("*.mjs"))

    words, what = shop.home.root / "examples" / "sizes" / "src" / "words.mjs", f"A size, {shop.shape.mfes}"
    first, text = given(), words.read_text("utf-8")
    words.write_text(text.replace("Find your size", what), "utf-8")
    shop.souk("release", "sizes")
    words.write_text(text, "utf-8")
    assert given() == first

    shop.souk("publish", "sizes")
    assert says(what)
    assert httpx.get(f"{shop.url}{given()}").status_code == 200

    shop.souk("rollback", "sizes")
    assert given() == first
    assert not says(what)


def tell(shop: Copy) -> None:
    """The stories of a page of the shop that is one of its pieces, in a real browser."""
    told = {**browser.find(Home.of()).environment, "SOUK_E2E_URL": shop.url, "SOUK_E2E_SHAPE": "joined"}
    done = subprocess.run(  # noqa: S603 (our own command)
        [str(Node(Home.of()).pnpm), "exec", "playwright", "test", "--grep", "@joined"], cwd=ROOT / "e2e",
        env=Node(Home.of()).env({**shop.environment, **told}), capture_output=True, text=True, check=False,
    )  # fmt: skip
    print(done.stdout, done.stderr)
    assert done.returncode == 0, done.stdout
