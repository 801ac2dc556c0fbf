"""What an ended back-up or restore leaves is taken for whole by nobody, nor kept. (e2e/restore ends real ones.)"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from cli.backup.place import BackupPlace
from cli.backup.recovery import Recovery
from cli.backup.restoring import restore
from cli.backup.room import copy_folder
from cli.home import Home
from cli.refusals import Refusal
from cli.running import Claim
from cli.tests.test_backup import WITH_NEW_SECRETS, a_backup
from testkit.small_disk import small_disk

SEGMENT = "000000010000000000000002"


@pytest.fixture
def place(tmp_path: Path) -> BackupPlace:
    (tmp_path / "backups").mkdir()
    return BackupPlace(tmp_path / "backups")


def test_one_that_was_ended_at_its_last_moment_is_none_and_the_next_sweeps_it_away(place: BackupPlace) -> None:
    whole = a_backup(place.folder)
    for end in (".making", ".leaving"):
        a_backup(place.folder, life=f"of{end}").rename(whole.with_name(f"{whole.name}{end}"))
    (place.media / "a").mkdir(parents=True)
    (place.media / "a" / ".half.webp.77.new").touch()
    (place.media / "a" / "whole.webp").touch()

    assert [backup.folder for backup in place.backups] == [whole]
    place.sweep()

    assert list(whole.parent.iterdir()) == [whole]
    assert [file.name for file in (place.media / "a").iterdir()] == ["whole.webp"]


def test_two_do_not_go_into_one_folder_at_once(place: BackupPlace) -> None:
    with place.only_backup(), pytest.raises(Refusal, match="is under way"), place.only_backup():
        pass


def test_two_restores_do_not_go_into_one_place_at_once(place: BackupPlace, tmp_path: Path) -> None:
    a_backup(place.folder)
    home = Home(tmp_path / "home")
    first = Claim.take(home)
    assert first

    with pytest.raises(Refusal, match="or is brought back there"):
        restore(home, place.folder, WITH_NEW_SECRETS)
    first.file.close()


def brought(wal: Path, into: Path) -> int:
    """As PostgreSQL asks for the next piece of the log; above 125 it ends."""
    options = Recovery(into, wal, None, "", into / "log")._options(into)
    (command,) = (option for option in options if option.startswith("restore_command="))
    words = command.removeprefix("restore_command=").replace("%p", str(into / "piece")).replace("%f", SEGMENT)
    return subprocess.run(["/bin/sh", "-c", words], check=False, stderr=subprocess.DEVNULL).returncode


def test_a_piece_of_the_log_that_finds_no_room_does_not_pass_for_the_end_of_the_log(tmp_path: Path) -> None:
    wal = tmp_path / "it's here"
    wal.mkdir()
    assert brought(wal, tmp_path) == 1
    (wal / f"{SEGMENT}.partial").write_bytes(b"part" * 500_000)
    assert brought(wal, tmp_path) == 0
    (wal / SEGMENT).write_bytes(b"whole" * 500_000)
    assert brought(wal, tmp_path) == 0
    assert (tmp_path / "piece").read_bytes()[:5] == b"whole"

    with small_disk(tmp_path / "disk", megabytes=1) as disk:
        assert brought(wal, disk.folder) > 125


def test_databases_that_find_no_room_are_refused_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "table").write_bytes(b"x" * 3_000_000)

    with (
        small_disk(tmp_path / "disk", megabytes=1) as disk,
        pytest.raises(Refusal, match="became full"),
    ):
        copy_folder(tmp_path / "postgres", disk.folder / "postgres")
