"""Releases where micro frontends are one build: of who is in it, and of who stays apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cli.home import ROOT, Home
from cli.refusals import Refusal
from cli.releases import command
from cli.releases.choices import Choice
from cli.releases.shown import show_releases
from cli.tests.release_rig import a_zone, choice_of

WORDS: dict[str, Callable[[Home, str], int]] = {
    "release": command.release,
    "publish": lambda home, name: command.publish(home, name, None, as_built=False),
    "canary": lambda home, name: command.canary(home, "10%", name, None),
    "promote": command.promote,
    "rollback": command.rollback,
    "releases": lambda home, name: show_releases(home, name, as_json=True),
}


@pytest.fixture
def together(tmp_path: Path) -> Home:
    """A tree whose micro frontends are together, products excepted."""
    text = (ROOT / "souk.toml").read_text("utf-8").replace("[mfe.products]", "[mfe.products]\napart = true")
    (tmp_path / "souk.toml").write_text(text.replace('mfes = "apart"', 'mfes = "together"'))
    (tmp_path / "contracts").symlink_to(ROOT / "contracts")
    return Home(tmp_path / ".souk", tmp_path)


@pytest.mark.parametrize("word", WORDS)
def test_what_is_in_the_one_build_has_no_release_of_its_own_and_is_told_how_to_get_one(
    together: Home, word: str
) -> None:
    with pytest.raises(Refusal, match=r"cart is in the one build.*apart = true in \[mfe\.cart\]"):
        WORDS[word](together, "cart")
    with pytest.raises(Refusal, match=r"content is in the one build.*apart = true in \[mfe\.content\]"):
        WORDS[word](together, "content")
    with pytest.raises(Refusal) as refused:
        WORDS[word](together, "host")

    assert refused.value.fix == "./souk up releases the whole build; for releases of its own, start with --mfes apart."


def test_a_zone_that_stays_apart_is_released_beside_the_one_build(together: Home) -> None:
    one, two = (a_zone(together.folder, says=says) for says in ("one", "two"))

    command.publish(together, "products", one.hash, as_built=False)
    command.canary(together, "10%", "products", two.hash)
    command.promote(together, "products")
    command.rollback(together, "products")

    assert choice_of(together, "products") == Choice("products", one.hash, None, 0, two.hash, pinned=True)
