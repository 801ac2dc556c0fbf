"""What ./souk restore refuses, each by its cause, before it touches anything. (e2e/restore restores.)"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.backup.media import copy_media
from cli.backup.place import About, BackupPlace, write_about
from cli.backup.pruning import prune
from cli.backup.restoring import Asked, point_of, restore
from cli.home import Home
from cli.refusals import Refusal
from cli.running import Claim
from cli.shape import Shape
from cli.up import up
from local.postgres import server_version
from testkit.small_disk import small_disk

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
WITH_NEW_SECRETS = Asked(None, None, new_secrets=True, set_aside=False)


def a_backup(
    place: Path,
    at: datetime = NOON,
    *,
    life: str = "life",
    wal: int = 2,
    media: tuple[str, ...] = (),
    version: str = "",
) -> Path:
    folder = place / life / f"{at:%H-%M}"
    (folder / "postgres").mkdir(parents=True)
    about = About(version or server_version(), at.isoformat(), f"00000001{wal:016X}")
    write_about(folder, about, iter(media))
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def refusal(home: Home, place: Path, asked: Asked = WITH_NEW_SECRETS) -> str:
    before = sorted(home.data.rglob("*"))
    with pytest.raises(Refusal) as refused:
        restore(home, place, asked)
    assert sorted(home.data.rglob("*")) == before
    return refused.value.cause


def test_a_time_to_come_or_no_time_at_all() -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    for text, why in ((tomorrow.isoformat(), "in the future"), ("yesterday", "is no time")):
        with pytest.raises(Refusal, match=why):
            point_of(text)


def test_a_folder_without_a_back_up_even_where_one_was_interrupted(home: Home, place: Path) -> None:
    (place / "life" / "12-00.making" / "postgres").mkdir(parents=True)

    assert "There is no back-up" in refusal(home, place)


def test_a_moment_before_the_oldest_back_up_or_after_what_was_kept(home: Home, place: Path) -> None:
    a_backup(place)

    before, after = (Asked(NOON + timedelta(hours=hours), None, True, False) for hours in (-1, 1))

    assert "ended later, at 2026-11-26 12:00:00 UTC" in refusal(home, place, before)
    assert "nothing was kept" in refusal(home, place, after)


def test_a_shop_that_runs_and_data_that_is_there(home: Home, place: Path) -> None:
    a_backup(place)
    home.make()
    claim = Claim.take(home)
    assert claim
    assert "A shop runs from" in refusal(home, place)
    claim.file.close()

    home.postgres.mkdir()

    assert "has a shop's data already" in refusal(home, place)


def test_a_folder_of_somebody_else(home: Home, place: Path) -> None:
    a_backup(place)
    (home.folder / "data").mkdir(parents=True)
    (home.folder / "data" / "thesis.txt").write_text("mine")

    assert "holds what is no shop's" in refusal(home, place)


def test_secrets_that_nobody_named(home: Home, place: Path) -> None:
    a_backup(place)

    assert "secrets are not in a back-up" in refusal(home, place, Asked(None, None, new_secrets=False, set_aside=False))


def test_another_version_of_postgresql(home: Home, place: Path) -> None:
    a_backup(place, version="17.2")

    assert "The back-up is PostgreSQL 17.2's" in refusal(home, place)


def spoiled(folder: Path, **said: object) -> Path:
    about = json.loads((folder / "about.json").read_text())
    (folder / "about.json").write_text(json.dumps({**about, **said}))
    return folder


def test_one_that_cannot_be_read_is_told_and_stands_in_nobodys_way(home: Home, place: Path) -> None:
    later = (NOON + timedelta(minutes=number) for number in range(1, 9))
    broken = {
        spoiled(a_backup(place, next(later)), format=2): "it is of format 2",
        spoiled(a_backup(place, next(later)), ended_at="2026-11-26T12:00:00"): "without a zone",
        spoiled(a_backup(place, next(later)), ended_at="noon"): "Invalid isoformat",
        spoiled(a_backup(place, next(later)), first_wal="../1"): "no segment",
        spoiled(a_backup(place, next(later)), author="me"): "author",
    }
    for text in ("{", "[]"):
        folder = a_backup(place, next(later))
        (folder / "about.json").write_text(text)
        broken[folder] = "about.json"
    folder = a_backup(place, next(later))
    (folder / "media.txt").unlink()
    broken[folder] = "media.txt is missing"

    told = {each.folder: each.why for each in BackupPlace(place).unreadable}
    alone = refusal(home, place)
    a_backup(place, NOON - timedelta(hours=1))

    assert told.keys() == broken.keys()
    assert [why for folder, why in told.items() if broken[folder] not in why] == []
    assert "There is no back-up in" in alone
    assert all(str(folder) in alone for folder in broken)
    assert "Reading the back-up failed" in refusal(home, place)  # of the one that can be read: it is no cluster


def test_a_disk_that_is_too_small_for_the_shop(tmp_path: Path, place: Path) -> None:
    folder = a_backup(place)
    with (folder / "postgres" / "base").open("wb") as file:
        file.truncate(10_000_000)

    with small_disk(tmp_path / "disk", megabytes=4) as disk:
        said = refusal(Home(disk.folder / "home"), place)

    assert "MB free, and the restored shop takes 10 MB" in said


def test_a_disk_that_fills_up_meanwhile_is_left_without_half_a_picture(tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "large.webp").write_bytes(b"x" * 3_000_000)

    with small_disk(tmp_path / "disk", megabytes=1) as disk:
        with pytest.raises(Refusal, match=r"The disk of .*/disk/media became full"):
            copy_media(tmp_path / "media", disk.folder / "media")

        assert [file.name for file in disk.folder.rglob("*")] == ["media"]


def test_what_an_interrupted_restore_left_is_not_opened_as_a_shop(home: Home) -> None:
    (home.folder / "restoring" / "data" / "postgres").mkdir(parents=True)

    with pytest.raises(Refusal, match="was interrupted"):
        up(home, Shape(), detach=True)


def test_pruning_beside_one_that_cannot_be_read_leaves_what_it_may_need(place: Path) -> None:
    old, new = a_backup(place, media=("old.webp",)), a_backup(place, NOON + timedelta(hours=1), wal=5)
    unreadable = spoiled(a_backup(place, NOON + timedelta(minutes=5), life="other"), format=2)
    wal = place / "life" / "wal" / f"00000001{2:016X}"
    for file in (wal, place / "media" / "old.webp"):
        file.parent.mkdir()
        file.touch()

    assert prune(BackupPlace(place), 1, life=place / "life") == 1

    assert [folder.exists() for folder in (old, new, unreadable)] == [False, True, True]
    assert wal.exists()
    assert (place / "media" / "old.webp").exists()


def test_pruning_leaves_the_newest_with_all_that_they_need(place: Path) -> None:
    a_backup(place, NOON, life="before-restore", media=("old.webp", "both.webp"))
    a_backup(place, NOON + timedelta(hours=1), wal=3, media=("both.webp",))
    kept = a_backup(place, NOON + timedelta(hours=2), wal=5, media=("both.webp", "new.webp"))
    wal = place / "life" / "wal"
    wal.mkdir()
    for number in (3, 4, 5, 6):
        (wal / f"00000001{number:016X}").touch()
    (place / "media").mkdir()
    for name in ("old.webp", "both.webp", "new.webp"):
        (place / "media" / name).touch()

    assert prune(BackupPlace(place), 1, life=place / "life") == 2

    assert [backup.folder for backup in BackupPlace(place).backups] == [kept]
    assert sorted(int(file.name[8:], 16) for file in wal.iterdir()) == [5, 6]
    assert sorted(file.name for file in (place / "media").iterdir()) == ["both.webp", "new.webp"]
    assert not (place / "before-restore").exists()
