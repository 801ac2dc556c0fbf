"""Who of the visitors gets which version, and who decided that when: one SQLite file, one change at a time.

A change is a transaction: two at once wait for each other, and what is killed midway has changed nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

FILE = "releases.db"
WAIT_S = 30.0
BUCKETS = 100  # of visitors; each is a hundredth of them

SCHEMA = """
CREATE TABLE IF NOT EXISTS choices (
  name TEXT PRIMARY KEY, live TEXT, canary TEXT, percent INTEGER NOT NULL DEFAULT 0, rollback TEXT,
  pinned INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS history (
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, name TEXT NOT NULL, what TEXT NOT NULL,
  was TEXT, now TEXT, percent INTEGER
) STRICT;
CREATE TRIGGER IF NOT EXISTS history_stays BEFORE UPDATE ON history
  BEGIN SELECT RAISE(ABORT, 'What happened is not changed.'); END;
CREATE TRIGGER IF NOT EXISTS history_is_kept BEFORE DELETE ON history
  BEGIN SELECT RAISE(ABORT, 'What happened is not forgotten.'); END;
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """Hashes of artefacts. `pinned`: a person chose, so a start of the shop no longer does."""

    name: str
    live: str | None = None
    canary: str | None = None
    percent: int = 0
    rollback: str | None = None
    pinned: bool = False

    @property
    def kept(self) -> frozenset[str]:
        """Never swept."""
        return frozenset(each for each in (self.live, self.canary, self.rollback) if each)

    def of_bucket(self, bucket: int) -> str | None:
        """Who had the canary at 10 % has it at 50 % too."""
        return self.canary if self.canary and bucket < self.percent else self.live

    def published(self, version: str) -> Choice:
        was = self.live if self.live != version else self.rollback
        return Choice(self.name, version, rollback=was, pinned=True)


@dataclass(frozen=True, slots=True)
class Happened:
    at: str
    who: str
    name: str
    what: str
    was: str | None
    now: str | None
    percent: int | None


class Choices:
    """Of one home, while a change is under way."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of(self, name: str) -> Choice:
        return self.all().get(name, Choice(name))

    def all(self) -> Mapping[str, Choice]:
        rows = self._connection.execute("SELECT name, live, canary, percent, rollback, pinned FROM choices")
        return {row[0]: Choice(*row[:5], pinned=bool(row[5])) for row in rows}

    def choose(self, choice: Choice, who: str, what: str, *, percent: int | None = None) -> None:
        before = self.of(choice.name)
        self._connection.execute(
            "INSERT OR REPLACE INTO choices (name, live, canary, percent, rollback, pinned) VALUES (?, ?, ?, ?, ?, ?)",
            (choice.name, choice.live, choice.canary, choice.percent, choice.rollback, int(choice.pinned)),
        )
        is_canary = what == "canary"
        was, now = (before.canary, choice.canary) if is_canary else (before.live, choice.live)
        self.note(Happened(moment(), who, choice.name, what, was, now, percent))

    def note(self, happened: Happened) -> None:
        values = (
            happened.at, happened.who, happened.name, happened.what, happened.was, happened.now, happened.percent,
        )  # fmt: skip
        self._connection.execute(
            "INSERT INTO history (at, who, name, what, was, now, percent) VALUES (?, ?, ?, ?, ?, ?, ?)", values
        )

    def last_mention(self, name: str, version: str) -> str | None:
        """When it last came or went."""
        asked = "SELECT max(at) FROM history WHERE name = ?1 AND (was = ?2 OR now = ?2)"
        return self._connection.execute(asked, (name, version)).fetchone()[0]

    def history(self, name: str | None = None, most: int = 200) -> list[Happened]:
        """Newest first."""
        rows = self._connection.execute(
            "SELECT at, who, name, what, was, now, percent FROM history WHERE ?1 IS NULL OR name = ?1"
            " ORDER BY id DESC LIMIT ?2",
            (name, most),
        )
        return [Happened(*row) for row in rows]


@contextmanager
def changing(home: Path) -> Iterator[Choices]:
    """Alone; what it did is kept when it ends well, and else nothing of it."""
    with closing(_opened(home)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield Choices(connection)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


@contextmanager
def reading(home: Path) -> Iterator[Choices]:
    with closing(_opened(home)) as connection:
        yield Choices(connection)


def follow_start(choice: Choice, built: str) -> Choice:
    """Live becomes what the shop was started with, unless a person chose otherwise."""
    return choice if choice.pinned or choice.live == built else replace(choice, live=built)


def moment() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _opened(home: Path) -> sqlite3.Connection:
    home.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(home / FILE, timeout=WAIT_S, isolation_level=None)
    if not connection.execute("PRAGMA user_version").fetchone()[0]:
        connection.execute("PRAGMA journal_mode = WAL")  # a change waits for the disk once
        connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = 1; COMMIT;")
    return connection
