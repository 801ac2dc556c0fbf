"""With the databases it is kept who gets which version of a micro frontend, and each version that somebody chose."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.backup.releases import bring_choices_back, chosen_versions, copy_choices, copy_versions, drop_versions
from cli.home import ROOT, Home
from cli.releases import command
from cli.releases.artefact import Artefact, Store
from cli.releases.choices import Choice, changing, reading
from cli.tests.release_rig import a_remote, a_zone


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "shop", ROOT)


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    (tmp_path / "backup").mkdir()
    return tmp_path / "backup"


def kept(home: Home, backup: Path) -> int:
    copy_choices(home.folder, backup)
    return copy_versions(home.folder, backup.parent / "versions", chosen_versions(backup))


def found(home: Home, name: str) -> list[Artefact]:
    return Store(home.folder).all_of(name)


def test_a_shop_brought_back_elsewhere_gives_the_versions_that_were_chosen(home: Home, backup: Path) -> None:
    one, two = a_remote(home.folder), a_remote(home.folder, says="two")
    for version in (one, two):
        command.publish(home, "cart", version.hash, as_built=False)
    zone, followed = a_zone(home.folder), a_remote(home.folder, "orders")
    with changing(home.folder) as choices:
        choices.choose(Choice("products", zone.hash, pinned=True), "Ada", "publish")
        choices.choose(Choice("orders", followed.hash), "./souk up", "start")

    assert kept(home, backup) == 4  # a zone has its pages and its remote
    assert kept(home, backup) == 0
    command.rollback(home, "cart")  # after the back-up
    other = Home(backup.parent / "found", ROOT)
    other.make()
    bring_choices_back(backup, other.folder)
    copy_versions(backup.parent / "versions", other.folder, chosen_versions(other.folder))

    with reading(other.folder) as choices:
        assert choices.of("cart") == Choice("cart", two.hash, rollback=one.hash, pinned=True)
        assert [each.what for each in choices.history("cart")] == ["publish", "publish"]
    store = Store(other.folder)
    assert {version.hash for version in found(other, "cart")} == {one.hash, two.hash}
    assert found(other, "orders") == []  # follows the tree that the shop is started from
    for version in (*found(other, "cart"), *found(other, "products")):
        store.verify(version)
    command.rollback(other, "cart")


def test_a_shop_in_which_nobody_chose_has_nothing_to_keep(home: Home, backup: Path) -> None:
    home.make()

    assert kept(home, backup) == 0

    bring_choices_back(backup, home.folder)
    assert list(backup.iterdir()) == []


def test_a_choice_is_kept_as_it_is_while_another_is_being_made(home: Home, backup: Path) -> None:
    one = a_remote(home.folder)
    command.publish(home, "cart", one.hash, as_built=False)

    with changing(home.folder) as choices:
        choices.choose(Choice("cart", "another", pinned=True), "Ada", "publish")
        copy_choices(home.folder, backup)

    with reading(backup) as choices:
        assert choices.of("cart").live == one.hash


def test_versions_that_no_back_up_names_go(home: Home, backup: Path) -> None:
    one = a_remote(home.folder)
    command.publish(home, "cart", one.hash, as_built=False)
    kept(home, backup)
    place = backup.parent / "versions"
    (place / "mfe" / "cart" / "0123456789abcdef").mkdir()

    drop_versions(place, chosen_versions(backup))

    assert [folder.name for folder in (place / "mfe" / "cart").iterdir()] == [one.hash]
