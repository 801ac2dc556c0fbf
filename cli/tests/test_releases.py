"""Artefacts are kept as they were built, and what was chosen of them survives two at once and a kill."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.home import ROOT, Home
from cli.refusals import Refusal
from cli.releases import command
from cli.releases.artefact import Store
from cli.releases.choices import Choice, changing, reading
from cli.running import Claim
from cli.tests.release_rig import CONTRACT, a_remote, a_zone, choice_of

FORKED = multiprocessing.get_context("fork")
LATER = datetime.now(UTC) + timedelta(days=31)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("SOUK_ACTOR", "Ada")
    return Home(tmp_path / ".souk", ROOT)


def happened(home: Home) -> list[tuple[str, str, str | None, str | None]]:
    with reading(home.folder) as choices:
        return [(each.who, each.what, each.was, each.now) for each in reversed(choices.history("cart"))]


def test_the_same_build_is_the_same_artefact_and_is_kept_once(home: Home) -> None:
    first, again = a_remote(home.folder), a_remote(home.folder)

    assert (again.hash, again.built_at) == (first.hash, first.built_at)
    assert a_remote(home.folder, says="two").hash != first.hash


def test_a_file_that_is_not_as_it_was_built_is_refused_by_its_name(home: Home) -> None:
    one, two = a_remote(home.folder), a_remote(home.folder, says="two")
    command.publish(home, "cart", one.hash, as_built=False)
    (Store(home.folder).remote_of("cart", two.hash) / "static" / "page.js").write_text("another")

    with pytest.raises(Refusal, match=r"static/page\.js is not as it was built"):
        command.publish(home, "cart", two.hash, as_built=False)

    assert choice_of(home).live == one.hash


def test_publish_canary_promote_and_rollback_say_who_gets_what(home: Home) -> None:
    one, two = a_remote(home.folder), a_remote(home.folder, says="two")

    command.publish(home, "cart", one.hash, as_built=False)
    command.canary(home, "10%", "cart", None)
    assert choice_of(home) == Choice("cart", one.hash, two.hash, 10, None, pinned=True)
    command.canary(home, "cart", "50", None)
    command.promote(home, "cart")
    assert choice_of(home) == Choice("cart", two.hash, None, 0, one.hash, pinned=True)
    command.rollback(home, "cart")
    assert choice_of(home) == Choice("cart", one.hash, None, 0, two.hash, pinned=True)

    assert happened(home) == [
        ("Ada", "publish", None, one.hash),
        ("Ada", "canary", None, two.hash),
        ("Ada", "canary", two.hash, two.hash),
        ("Ada", "promote", one.hash, two.hash),
        ("Ada", "rollback", two.hash, one.hash),
    ]


def test_rollback_takes_a_canary_back_first(home: Home) -> None:
    one, two = a_remote(home.folder), a_remote(home.folder, says="two")
    command.publish(home, "cart", one.hash, as_built=False)
    command.canary(home, "10%", "cart", two.hash)

    command.rollback(home, "cart")

    assert choice_of(home) == Choice("cart", one.hash, pinned=True)


@pytest.mark.parametrize("percent", ["0%", "100%", "101", "half", "-5%"])
def test_no_share_of_visitors_is_refused(home: Home, percent: str) -> None:
    with pytest.raises(Refusal, match=f"(no|nor {percent} is a) share of visitors"):
        command.canary(home, "cart", percent, None)


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        (("ten", "cart"), "ten is no share of visitors"),
        (("cart", "ten"), "ten is no share of visitors"),
        (("ten", "crat"), "Neither ten nor crat is a share of visitors"),
        (("cart", "products"), "Neither cart nor products is a share of visitors"),
        (("10%", "crat"), "There is no micro frontend crat"),
    ],
)
def test_a_word_that_is_no_share_is_named_in_either_order(home: Home, words: tuple[str, str], cause: str) -> None:
    with pytest.raises(Refusal, match=cause):
        command.canary(home, *words, None)


def test_what_cannot_be_done_says_what_can(home: Home) -> None:
    with pytest.raises(Refusal, match=r"no release yet.*\./souk release cart"):
        command.publish(home, "cart", None, as_built=False)
    with pytest.raises(Refusal, match="no canary"):
        command.promote(home, "cart")
    with pytest.raises(Refusal, match="nothing to go back to"):
        command.rollback(home, "cart")
    with pytest.raises(Refusal, match="There is no micro frontend till"):
        command.publish(home, "till", None, as_built=False)
    one = a_remote(home.folder)
    with pytest.raises(Refusal, match=f"no version 9.*{one.label}"):
        command.publish(home, "cart", "9", as_built=False)


def test_a_version_that_does_not_fit_is_refused_with_the_reason(home: Home) -> None:
    badge = {"props": {"sku": {"optional": False, "shape": "string"}}}
    page = {**CONTRACT, "mounts": {"cart/Badge": badge}, "lends": {"react": "19.2.9"}}
    host = a_remote(home.folder, "products", "one", page)
    fits = a_remote(home.folder, says="fits", contract={**CONTRACT, "exposes": {"Badge": badge}})
    broken = {"props": {"sku": {"optional": False, "shape": "number"}}}
    breaks = {**CONTRACT, "exposes": {"Badge": broken}, "needs": {"react": "^20.0.0"}}
    unfit = a_remote(home.folder, says="breaks", contract=breaks)
    command.publish(home, "products", host.hash, as_built=False)
    command.publish(home, "cart", fits.hash, as_built=False)

    with pytest.raises(Refusal) as refused:
        command.publish(home, "cart", unfit.hash, as_built=False)

    assert "the prop sku may be string, and only number is taken now" in refused.value.cause
    assert "cart needs react ^20.0.0, and products lends 19.2.9" in refused.value.cause
    assert choice_of(home).live == fits.hash


def publish_many(home: Home, versions: list[str]) -> None:
    for version in versions:
        command.publish(home, "cart", version, as_built=False)


def test_two_at_once_wait_for_each_other(home: Home) -> None:
    made = [[a_remote(home.folder, says=f"{who}{each}").hash for each in range(4)] for who in ("a", "b")]

    both = [FORKED.Process(target=publish_many, args=(home, versions)) for versions in made]
    for process in both:
        process.start()
    for process in both:
        process.join()
        assert process.exitcode == 0

    told = happened(home)
    assert sorted(now or "" for *_, now in told) == sorted(made[0] + made[1])
    for (*_, before), (_, _, was, _) in itertools.pairwise(told):
        assert was == before, "each began where the one before ended"


def killed_midway(home: Home, version: str) -> None:
    with changing(home.folder) as choices:
        choices.choose(Choice("cart", version, pinned=True), "Ada", "publish")
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_publish_that_is_killed_midway_leaves_what_was(home: Home) -> None:
    one, two = a_remote(home.folder), a_remote(home.folder, says="two")
    command.publish(home, "cart", one.hash, as_built=False)
    served = (home.run / "remotes.json").read_text()

    process = FORKED.Process(target=killed_midway, args=(home, two.hash))
    process.start()
    process.join()

    assert process.exitcode == -signal.SIGKILL
    assert (choice_of(home).live, (home.run / "remotes.json").read_text()) == (one.hash, served)
    command.publish(home, "cart", two.hash, as_built=False)
    assert choice_of(home).live == two.hash


def test_what_happened_is_neither_changed_nor_forgotten(home: Home) -> None:
    command.publish(home, "cart", a_remote(home.folder).hash, as_built=False)

    for statement in ("UPDATE history SET who = 'Eve'", "DELETE FROM history"):
        with sqlite3.connect(home.folder / "releases.db") as file, pytest.raises(sqlite3.IntegrityError):
            file.execute(statement)


def test_pages_of_a_shop_that_is_starting_are_not_exchanged(home: Home) -> None:
    one = a_zone(home.folder)
    claim = Claim.take(home)
    assert claim

    with pytest.raises(Refusal, match=r"starting or stopping.*\./souk status"):
        command.publish(home, "products", one.hash, as_built=False)

    claim.file.close()
    command.publish(home, "products", one.hash, as_built=False)
    assert choice_of(home, "products").live == one.hash
