"""Which versions of a service are at work on its database: each says so by the name of its connections.

The server knows who is connected, also of instances on other machines, and forgets who ended, however it ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import asyncpg

# order 8 13: the order service, which knows kit's migrations up to 8 and its own up to 13.
MARK = re.compile(r"(?P<service>[a-z][a-z0-9]*)(?: (?P<kit>\d+) (?P<own>\d+))?")
AT_WORK = """
select distinct application_name from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and application_name like $1 || '%'"""


@dataclass(frozen=True, slots=True)
class Version:
    service: str
    kit: int
    own: int

    @classmethod
    def of(cls, service: str, migrations: Iterable[str]) -> Version:
        """By the names of the migrations that come with it."""
        last = {"kit": 0, service: 0}
        for name in migrations:
            owner, number = place_of(name)
            last[owner] = max(last.get(owner, 0), number)
        return cls(service, last["kit"], last[service])

    @property
    def mark(self) -> str:
        return f"{self.service} {self.kit} {self.own}"

    def knows(self, migration: str) -> bool:
        owner, number = place_of(migration)
        return number <= (self.kit if owner == "kit" else self.own)


def place_of(migration: str) -> tuple[str, int]:
    """`order/0013_forgotten_people` → order, 13."""
    owner, _, file = migration.partition("/")
    return owner, int(file.partition("_")[0])


async def at_work(connection: asyncpg.Connection, service: str) -> list[Version]:
    """One that says nothing of its migrations is older than all."""
    rows = await connection.fetch(AT_WORK, service)
    marks = (MARK.fullmatch(row["application_name"]) for row in rows)
    return [
        Version(service, int(mark["kit"] or 0), int(mark["own"] or 0))
        for mark in marks
        if mark and mark["service"] == service
    ]
