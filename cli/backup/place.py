"""The folder that back-ups lie in, and what a back-up says of itself.

FOLDER/media/             pictures, each once: a name of a picture never means another
FOLDER/LIFE/TIME/         one back-up: about.json, media.txt, postgres/
FOLDER/LIFE/wal/          what PostgreSQL has written since, where SOUK_BACKUP_DIR names this folder

A LIFE ends where a shop is restored: what is written afterwards is another history, and is kept apart.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from cli.home import Home
from cli.refusals import Refusal
from local.files import write_whole

VARIABLE = "SOUK_BACKUP_DIR"
ABOUT, WAL, MEDIA, LIFE = "about.json", "wal", "media", "backup-life"
FORMAT = 1


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
        return (self.folder / "media.txt").read_text("utf-8").split("\n")


@dataclass(frozen=True, slots=True)
class BackupPlace:
    folder: Path

    @property
    def media(self) -> Path:
        return self.folder / MEDIA

    @property
    def backups(self) -> list[Backup]:
        """The oldest first. What was interrupted has no about.json and is none."""
        found = (_read(file) for file in self.folder.glob(f"*/*/{ABOUT}"))
        return sorted(found, key=lambda backup: backup.about.ended)

    def life_of(self, home: Home) -> Path:
        return self.folder / life_of(home)

    def refuse_unless_there(self) -> None:
        if not self.folder.is_dir():
            raise Refusal(
                f"The folder for back-ups, {self.folder}, is not there.",
                "Mount its disk or make it; it is not made by itself, lest back-ups fill the disk below a mount.",
            )


def place_named(env: Mapping[str, str]) -> BackupPlace | None:
    named = env.get(VARIABLE)
    return BackupPlace(Path(named).resolve()) if named else None


def life_of(home: Home) -> str:
    """Of the data that the home holds now: goes with it, and is not in a back-up."""
    file = home.data / LIFE
    if not file.exists():
        write_whole(file, f"{datetime.now(UTC):%Y-%m-%d}-{secrets.token_hex(3)}\n")
    return file.read_text("utf-8").strip()


def write_about(folder: Path, about: About, media: Iterator[str]) -> None:
    write_whole(folder / "media.txt", "\n".join(media), 0o600)
    write_whole(folder / ABOUT, json.dumps(asdict(about), indent=2) + "\n", 0o600)


def _read(file: Path) -> Backup:
    try:
        raw = json.loads(file.read_text("utf-8"))
        if raw["format"] != FORMAT:
            raise Refusal(
                f"{file.parent} is a back-up of format {raw['format']}; this release reads {FORMAT}.",
                "Restore it with the release that made it.",
            )
        return Backup(file.parent, About(**raw))
    except (ValueError, TypeError, KeyError) as error:
        raise Refusal(f"{file} cannot be read: {error}.", "Choose another back-up, and move this one away.") from error
