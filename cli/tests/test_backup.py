"""What ./souk restore refuses, each by its cause, before it touches anything. (e2e/restore restores.)"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.backup.place import About, BackupPlace, write_about
from cli.backup.pruning import prune
from cli.backup.restoring import Asked, point_of, restore
from cli.home import Home
from cli.refusals import Refusal
from cli.running import Claim
from local.postgres import server_version

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


def test_another_version_of_postgresql_and_a_format_of_a_later_release(home: Home, place: Path) -> None:
    folder = a_backup(place, version="17.2")
    assert "The back-up is PostgreSQL 17.2's" in refusal(home, place)

    about = json.loads((folder / "about.json").read_text())
    (folder / "about.json").write_text(json.dumps({**about, "format": 2}))

    assert "is a back-up of format 2" in refusal(home, place)


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
