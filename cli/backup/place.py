"""The folder that back-ups lie in, and what a back-up says of itself.

FOLDER/media/             pictures, each once: a name of a picture never means another
FOLDER/versions/          micro frontends' versions that somebody chose, each once as well
FOLDER/LIFE/TIME/         one back-up: about.json, media.txt, postgres/, releases.db
FOLDER/LIFE/wal/          what PostgreSQL has written since, where SOUK_BACKUP_DIR names this folder

What an interrupted command left is called TIME.making or TIME.leaving, and is no back-up.

A LIFE ends where a shop is restored: what is written afterwards is another history, and is kept apart.
"""

from __future__ import annotations

import fcntl
import getpass
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from cli.backup.media import UNFINISHED
from cli.home import Home
from cli.refusals import Refusal
from local.files import write_whole

VARIABLE = "SOUK_BACKUP_DIR"
ABOUT, WAL, MEDIA, VERSIONS, LIFE = "about.json", "wal", "media", "versions", "backup-life"
MEDIA_LIST = "media.txt"
MAKING, LEAVING = ".making", ".leaving"
LOCK = ".lock"
RESTORING = "restoring"  # in a shop's folder, while one is brought back there
FORMAT = 1
FIRST_WAL = re.compile("[0-9A-F]{24}")


@dataclass(frozen=True, slots=True)
class About:
    postgres: str  # version
    ended_at: str  # by the database's clock; the earliest point that it can be brought to
    first_wal: str  # the segment that recovery begins with
    format: int = FORMAT

    @property
    def ended(self) -> datetime:
        return datetime.fromisoformat(self.ended_at)


@dataclass(frozen=True, slots=True)
class Backup:
    folder: Path
    about: About

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    @property
    def wal(self) -> Path:
        return self.folder.parent / WAL

    @property
    def media(self) -> list[str]:
        return (self.folder / MEDIA_LIST).read_text("utf-8").split("\n")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Says that it is a back-up, and not what of; all others are as good as before."""

    folder: Path
    why: str


@dataclass(frozen=True, slots=True)
class BackupPlace:
    folder: Path

    @property
    def media(self) -> Path:
        return self.folder / MEDIA

    @property
    def versions(self) -> Path:
        return self.folder / VERSIONS

    @property
    def backups(self) -> list[Backup]:
        """The oldest first."""
        found = [each for each in self._all() if isinstance(each, Backup)]
        return sorted(found, key=lambda backup: backup.about.ended)

    @property
    def unreadable(self) -> list[LeftOut]:
        return [each for each in self._all() if isinstance(each, LeftOut)]

    def _all(self) -> list[Backup | LeftOut]:
        files = sorted(self.folder.glob(f"*/*/{ABOUT}"))
        return [_read(file) for file in files if file.parent.suffix not in (MAKING, LEAVING)]

    def life_of(self, home: Home) -> Path:
        return self.folder / life_of(home)

    def refuse_unless_there(self) -> None:
        if not self.folder.is_dir():
            raise Refusal(
                f"The folder for back-ups, {self.folder}, is not there.",
                "Mount its disk or make it; it is not made by itself, lest back-ups fill the disk below a mount.",
            )
        if not os.access(self.folder, os.W_OK | os.X_OK):
            raise Refusal(
                f"The folder for back-ups, {self.folder}, may not be written by {getpass.getuser()}.",
                f"Give it to that user: sudo chown {getpass.getuser()} {self.folder}",
            )

    @contextmanager
    def only_backup(self) -> Iterator[None]:
        """A second one would remove pictures that the first has brought and not yet listed."""
        with (self.folder / LOCK).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refusal(
                    f"Another back-up into {self.folder} is under way.", "Wait until it has ended, then take this one."
                ) from None
            yield

    def sweep(self) -> None:
        """What interrupted ones left; nobody but who is the only one may know that they were."""
        for end in (MAKING, LEAVING):
            for folder in self.folder.glob(f"*/*{end}"):
                shutil.rmtree(folder)
        for file in self.media.rglob(UNFINISHED):
            file.unlink()


def place_named(env: Mapping[str, str]) -> BackupPlace | None:
    named = env.get(VARIABLE)
    return BackupPlace(Path(named).resolve()) if named else None


def refuse_half_restored(home: Home) -> None:
    """Opened now, it would be an empty shop, or one with databases of one moment and secrets of another."""
    unfinished = home.folder / RESTORING
    if (unfinished / "data").exists():
        raise Refusal(
            f"A restore into {home.shown} was interrupted.",
            f"Run it again as it was. To do without, remove {unfinished} and, where a shop was there before, put "
            "back what lies in before-restore-… beside it.",
        )


def life_of(home: Home) -> str:
    """Of the data that the home holds now: goes with it, and is not in a back-up."""
    file = home.data / LIFE
    if not file.exists():
        write_whole(file, f"{datetime.now(UTC):%Y-%m-%d}-{secrets.token_hex(3)}\n")
    return file.read_text("utf-8").strip()


def write_about(folder: Path, about: About, media: Iterator[str]) -> None:
    write_whole(folder / MEDIA_LIST, "\n".join(media), 0o600)
    write_whole(folder / ABOUT, json.dumps(asdict(about), indent=2) + "\n", 0o600)


def _read(file: Path) -> Backup | LeftOut:
    try:
        raw = json.loads(file.read_text("utf-8"))
        if raw["format"] != FORMAT:
            return LeftOut(file.parent, f"it is of format {raw['format']}, and this release of Souk reads {FORMAT}")
        about = About(**raw)
        if about.ended.tzinfo is None:
            return LeftOut(file.parent, f"{ABOUT} names a time without a zone")
        if not FIRST_WAL.fullmatch(about.first_wal):
            return LeftOut(file.parent, f"{ABOUT} names no segment to begin with")
        if not (file.parent / MEDIA_LIST).is_file():
            return LeftOut(file.parent, f"{MEDIA_LIST} is missing")
    except (OSError, ValueError, TypeError, KeyError) as error:
        return LeftOut(file.parent, f"{ABOUT}: {type(error).__name__}: {error}")
    return Backup(file.parent, about)
