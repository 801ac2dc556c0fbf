"""Which version a visitor gets of the real nginx, and that it stays the same one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import httpx
import pytest

from cli.home import ROOT, Home
from cli.releases.artefact import Artefact
from cli.releases.choices import Choice, Choices, changing
from cli.releases.kept import serve
from cli.tests.gateway_rig import Rig, running_gateway
from cli.tests.release_rig import a_remote

REMOTES = "/mfe/remotes.json"
COOKIE = "souk_release"


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    with running_gateway(tmp_path_factory.mktemp("releases")) as rig:
        yield rig


@pytest.fixture
def versions(gateway: Rig) -> tuple[Artefact, Artefact]:
    both = a_remote(gateway.home, says="one"), a_remote(gateway.home, says="two")
    choose(gateway, Choice("cart", both[0].hash, pinned=True))
    return both


def choose(gateway: Rig, *chosen: Choice) -> None:
    """As a command does, without the checks before it."""
    with changing(gateway.home) as choices:
        for choice in chosen:
            choices.choose(choice, "Ada", "publish")
        told(gateway, choices)


def told(gateway: Rig, choices: Choices) -> None:
    serve(Home(gateway.home, ROOT), gateway.system, choices)


def ask(gateway: Rig, bucket: str | None = None) -> httpx.Response:
    """By somebody who was never here, or who was put in that bucket."""
    headers = {"Cookie": f"{COOKIE}={bucket}"} if bucket is not None else {}
    gateway.client.cookies.clear()
    return gateway.client.get(REMOTES, headers=headers)


def version_in(answer: httpx.Response) -> str:
    return answer.json()["cart"]["entry"].split("/")[3]


def bucket_of(answer: httpx.Response) -> int:
    return int(answer.headers["set-cookie"].split(";")[0].removeprefix(f"{COOKIE}="))


def test_a_remote_is_told_with_where_it_lies_and_what_its_pieces_bring(
    gateway: Rig, versions: tuple[Artefact, Artefact]
) -> None:
    answer = ask(gateway)

    assert answer.json()["cart"] == {
        "entry": f"/mfe/cart/{versions[0].hash}/remoteEntry.js",
        "team": "checkout",
        "version": "0.1.0",
        "pieces": {"CartPage": ["static/page.js"]},
        "texts": {"en-IN": "all.js"},
        "piece_texts": {"CartPage": {"en-IN": ["a.js"]}},
    }
    entry = gateway.client.get(answer.json()["cart"]["entry"])
    assert (entry.text, entry.headers["cache-control"]) == ("entry of one", "public, max-age=31536000, immutable")


def test_without_a_canary_everybody_is_told_the_same_and_gets_no_cookie(
    gateway: Rig, versions: tuple[Artefact, Artefact]
) -> None:
    answer = ask(gateway, "3")

    assert answer.headers["cache-control"] == "public, no-cache"
    assert "set-cookie" not in answer.headers
    assert version_in(answer) == versions[0].hash


def test_a_canary_is_for_its_share_of_visitors_and_nobody_keeps_what_another_was_told(
    gateway: Rig, versions: tuple[Artefact, Artefact]
) -> None:
    live, canary = (each.hash for each in versions)
    choose(gateway, Choice("cart", live, canary, 30, pinned=True))

    answers = [ask(gateway) for _ in range(150)]

    assert {answer.headers["cache-control"] for answer in answers} == {"private, no-store"}
    for answer in answers:
        assert version_in(answer) == (canary if bucket_of(answer) < 30 else live)
    share = Counter(map(version_in, answers))[canary] / len(answers)
    assert 0.11 < share < 0.49, "five standard deviations around 30 %"
    assert len({bucket_of(answer) for answer in answers}) > 50


def test_who_has_the_canary_keeps_it_while_it_grows(gateway: Rig, versions: tuple[Artefact, Artefact]) -> None:
    live, canary = (each.hash for each in versions)
    had: set[int] = set()
    for percent in (1, 10, 50, 99):
        choose(gateway, Choice("cart", live, canary, percent, pinned=True))
        has = {bucket for bucket in range(100) if version_in(ask(gateway, str(bucket))) == canary}
        assert had < has == set(range(percent))
        had = has


@pytest.mark.parametrize("cookie", ["100", "-1", "007", "abc", "../live", "5;5", "", "१"])
def test_a_cookie_that_is_no_bucket_is_answered_with_one(
    gateway: Rig, versions: tuple[Artefact, Artefact], cookie: str
) -> None:
    choose(gateway, Choice("cart", versions[0].hash, versions[1].hash, 50, pinned=True))
    gateway.client.cookies.clear()
    answer = gateway.client.get(REMOTES, headers={b"Cookie": f"{COOKIE}={cookie}".encode()})

    assert answer.status_code == 200
    assert 0 <= bucket_of(answer) <= 99


def test_a_browser_that_asks_again_in_the_same_second_is_told_what_changed(
    gateway: Rig, versions: tuple[Artefact, Artefact]
) -> None:
    one, two = (each.hash for each in versions)
    for before, after in ((one, two), (two, one), (one, two)):
        choose(gateway, Choice("cart", before, pinned=True))
        tag = ask(gateway).headers["etag"]
        choose(gateway, Choice("cart", after, pinned=True))
        again = gateway.client.get(REMOTES, headers={"If-None-Match": tag})
        assert again.status_code == 200
        assert version_in(again) == after


def test_nobody_is_left_without_an_answer_while_canaries_come_and_go(
    gateway: Rig, versions: tuple[Artefact, Artefact]
) -> None:
    live, canary = (each.hash for each in versions)
    given = [Choice("cart", live, pinned=True), Choice("cart", live, canary, 50, pinned=True)]
    for choice in given * 3:
        choose(gateway, choice)
        for bucket in ("0", "99", None):
            answer = ask(gateway, bucket)
            assert answer.status_code == 200
            assert version_in(answer) in (live, canary)
