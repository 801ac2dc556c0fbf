"""Whose build a visitor's page is of, at the real nginx: the share, the cookie, and that no kept page is of another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from cli.keys import Keys
from cli.releases.artefact import Artefact, Store
from cli.releases.choices import Choice
from cli.releases.kept import add_files
from cli.releases.pages import give_pages, own_server
from cli.tests.gateway_rig import KEPT, Rig, Upstream, running_gateway
from cli.tests.release_rig import a_zone
from kit.names import REFRESH_HEADER
from local.programs import free_port

COOKIE = "souk_release"


@dataclass(frozen=True, slots=True)
class Pages:
    """Products in two builds: one at its own port, and another."""

    rig: Rig
    other: Upstream
    one: Artefact
    two: Artefact

    def give(self, choice: Choice) -> None:
        servers = {self.one.hash: own_server("products"), self.two.hash: f"127.0.0.1:{self.other.port}"}
        give_pages(Store(self.rig.home), self.rig.home / "run", "products", choice, servers)

    def canary(self, percent: int) -> None:
        self.give(Choice("products", self.one.hash, self.two.hash, percent))

    def ask(self, path: str, bucket: int | None = None, **headers: str) -> httpx.Response:
        self.rig.client.cookies.clear()
        cookie = {"Cookie": f"{COOKIE}={bucket}"} if bucket is not None else {}
        return self.rig.client.get(path, headers=cookie | headers)

    def build_of(self, answer: httpx.Response) -> Artefact:
        return {"zone.products": self.one, "other": self.two}[answer.json()["part"]]


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    with running_gateway(tmp_path_factory.mktemp("zones")) as rig:
        yield rig


@pytest.fixture
def pages(gateway: Rig) -> Iterator[Pages]:
    gateway.forget()
    other = Upstream("other", free_port(), headers=dict(KEPT))
    other.start()
    gateway.upstreams["zone.products"].headers = dict(KEPT)
    yield Pages(gateway, other, a_zone(gateway.home, says="one"), a_zone(gateway.home, says="two"))
    other.stop()


def test_a_canary_of_a_zone_is_for_its_share_of_visitors_and_who_has_it_keeps_it(pages: Pages) -> None:
    had: set[int] = set()
    for percent in (1, 40, 99):
        pages.canary(percent)
        answers = {bucket: pages.ask(f"/products/some-{percent}", bucket) for bucket in range(100)}
        has = {bucket for bucket, answer in answers.items() if pages.build_of(answer) == pages.two}
        assert had < has == set(range(percent))
        had = has


def test_who_comes_for_the_first_time_is_put_in_a_bucket_and_gets_what_it_is_for(pages: Pages) -> None:
    pages.canary(50)

    answers = [pages.ask("/products/first") for _ in range(40)]

    for answer in answers:
        bucket = int(answer.headers["set-cookie"].split(";")[0].removeprefix(f"{COOKIE}="))
        assert pages.build_of(answer) == (pages.two if bucket < 50 else pages.one)
        assert answer.headers["cache-control"] == "private, no-cache"
    assert {pages.build_of(answer).hash for answer in answers} == {pages.one.hash, pages.two.hash}


def test_a_kept_page_is_of_the_build_that_its_visitor_is_given(pages: Pages) -> None:
    pages.canary(50)
    for bucket, build in ((0, pages.two), (99, pages.one)):
        first, again = (pages.ask("/products/kept", bucket) for _ in range(2))
        assert (first.headers["x-cache"], again.headers["x-cache"]) == ("MISS", "HIT")
        assert pages.build_of(first) == pages.build_of(again) == build


def test_a_published_build_is_there_at_once_for_all_and_what_was_kept_of_the_other_is_not(pages: Pages) -> None:
    pages.give(Choice("products", pages.one.hash))
    before = pages.ask("/products/published", 7)
    pages.give(Choice("products", pages.two.hash, rollback=pages.one.hash))
    after = pages.ask("/products/published", 7)
    pages.give(Choice("products", pages.one.hash, rollback=pages.two.hash))
    back = pages.ask("/products/published", 7)

    assert [pages.build_of(answer) for answer in (before, after, back)] == [pages.one, pages.two, pages.one]
    assert back.headers["x-cache"] == "HIT", "it is the same build's"
    for answer in (before, after, back):
        assert (answer.headers["cache-control"], "set-cookie" in answer.headers) == ("public, no-cache", False)


def test_what_a_service_has_fetched_anew_is_what_most_are_given(pages: Pages) -> None:
    pages.canary(99)
    secret = Keys(pages.rig.home / "secrets").secret_of("content", "refresh_secret")
    pages.ask("/products/refreshed", 99)

    pages.ask("/products/refreshed", None, **{REFRESH_HEADER: secret})

    assert len([asked for asked in pages.rig.upstreams["zone.products"].asked if "refreshed" in asked.target]) == 2


def test_files_of_both_builds_are_there_for_all(pages: Pages) -> None:
    for build in (pages.one, pages.two):
        add_files(Store(pages.rig.home).zone_of("products", build.hash), pages.rig.home / "zones" / "products")
    pages.canary(50)

    for says in ("one", "two"):
        assert pages.ask(f"/products/_next/static/chunks/{says}.js", 99).text == f"static of {says}"


def test_a_page_that_is_its_visitors_own_anyway_stays_so(pages: Pages) -> None:
    pages.canary(50)
    pages.other.headers = {"Content-Type": "text/html", "Cache-Control": "private, no-store"}

    assert pages.ask("/products/own", 1).headers["cache-control"] == "private, no-store"
