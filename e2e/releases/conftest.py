"""A whole shop, versions of two of its parts from different sources, and a browser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

import httpx
import pytest

from cli import running
from cli.claimed_ports import claimed_offset
from cli.conform.app import prepared
from cli.home import ROOT, Home
from cli.node import Node
from cli.progress import Progress
from cli.releases.choices import reading
from cli.shape import Shape
from e2e.releases.sources import CARTS, NEWER_REACT, PAGES, UNFIT, Tree

FIRST_OFFSET = 24000
BROWSER = ROOT / "e2e" / "releases" / "browser.ts"


@dataclass(frozen=True, slots=True)
class Said:
    code: int
    text: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Shop:
    home: Home
    offset: int

    @property
    def url(self) -> str:
        return Shape(port_offset=self.offset).system(self.home).public_url

    def souk(self, *words: str) -> Said:
        """As it is typed, Python's start included."""
        began, env = time.monotonic(), {**os.environ, "SOUK_HOME": str(self.home.folder)}
        done = subprocess.run(
            [sys.executable, str(ROOT / "souk"), *words], cwd=ROOT, env=env,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        said = Said(done.returncode, " ".join(done.stdout.split()), time.monotonic() - began)
        print(f"$ ./souk {' '.join(words)}  ({said.seconds:.2f} s)\n  {said.text}")
        return said

    def publishes(self, name: str, version: str) -> None:
        """Unless everybody has it."""
        with reading(self.home.folder) as choices:
            choice = choices.of(name)
        if (choice.live, choice.canary) != (version, None):
            said = self.souk("publish", name, version)
            assert said.code == 0, said.text

    def product(self) -> str:
        """The page of one that is bought without a choice."""
        with httpx.Client(base_url=self.url, timeout=30) as http:
            for item in http.get("/product-service/api/v1/products", params={"limit": 60}).json()["items"]:
                product = http.get(f"/product-service/api/v1/products/{item['handle']}").json()
                if len(product["variants"]) == 1 and product["variants"][0]["available"]:
                    return f"{self.url}/products/{item['handle']}"
        raise AssertionError("the catalogue has nothing with one variant")


@dataclass(frozen=True, slots=True)
class Seen:
    versions: list[str]
    bucket: str | None
    errors: list[str]


@dataclass(frozen=True, slots=True)
class Browser:
    says: IO[str]
    hears: IO[str]

    def opens(self, url: str, tab: str = "tab", bucket: int | None = None) -> Seen:
        return self._asked(do="open", tab=tab, url=url, bucket=bucket)

    def adds_to_the_bag(self, tab: str = "tab") -> Seen:
        return self._asked(do="add", tab=tab)

    def closes(self, tab: str = "tab") -> None:
        self._asked(do="close", tab=tab)

    def _asked(self, **words: Any) -> Seen:
        self.hears.write(json.dumps(words) + "\n")
        self.hears.flush()
        said = json.loads(self.says.readline())
        assert "failed" not in said, said["failed"]
        return Seen(**said)


@dataclass(frozen=True, slots=True)
class Versions:
    """Hashes of releases, by what their sources are."""

    carts: dict[str, str]
    pages: dict[str, str]
    unfit: str
    newer_react: str


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    home = Home(tmp_path_factory.mktemp("shop") / "souk", ROOT)
    with claimed_offset(home, FIRST_OFFSET) as offset:
        shop = Shop(home, offset)
        opened = shop.souk("up", "--detach", "--port-offset", str(offset))
        assert opened.code == 0, opened.text
        yield shop
        running.stop(home)


@pytest.fixture(scope="session")
def versions(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> Versions:
    tree = Tree.copied(tmp_path_factory.mktemp("sources"), shop.home)
    carts = {name: tree.releases("cart", changes) for name, changes in CARTS.items()}
    unfit = tree.releases("cart", UNFIT)
    pages = {name: tree.releases("products", changes) for name, changes in PAGES.items()}
    return Versions(carts, pages, unfit, tree.releases("cart", NEWER_REACT))


@pytest.fixture(scope="session")
def browser(shop: Shop) -> Iterator[Browser]:
    with Progress() as progress:
        browsers = prepared(Home.of(), progress)
    node = Node(Home.of())
    with subprocess.Popen(
        [str(node.program), str(BROWSER)], cwd=BROWSER.parents[1], env=node.env(browsers.environment),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        yield Browser(process.stdout, process.stdin)
        process.stdin.close()


@pytest.fixture(scope="session")
def product(shop: Shop) -> str:
    return shop.product()
