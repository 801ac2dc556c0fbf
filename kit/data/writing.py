"""Writes that nobody waits for the outcome of, sent together: several as one statement, all or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from re import findall, sub
from typing import Any
from uuid import UUID

import asyncpg

from kit.errors import SoukError


@dataclass(frozen=True, slots=True)
class Write:
    """One insert, update or delete; `refusal` is raised when it changes fewer than `rows`."""

    sql: str
    args: tuple[Any, ...]
    refusal: SoukError | None = None
    rows: int = 1
    told: Callable[[Sequence[UUID]], None] | None = (
        None  # the ids of the rows that it changed; of one write in a statement
    )


async def send(connection: asyncpg.Connection, writes: tuple[Write, ...]) -> None:
    """All or none, in one statement."""
    must_hit = next((place for place, write in enumerate(writes) if write.refusal), None)
    tells = next((place for place, write in enumerate(writes) if write.told), None)
    rows = 1 if must_hit is None else writes[must_hit].rows
    sql = _together(tuple(write.sql for write in writes), must_hit, tells, many=rows > 1)
    args = [arg for write in writes for arg in write.args]
    if must_hit is None and tells is None:
        await connection.execute(sql, *args)
        return
    if rows > 1:
        args.append(rows)
    refusal = None if must_hit is None else writes[must_hit].refusal
    try:
        outcome = await connection.fetchrow(sql, *args)
    except asyncpg.DivisionByZeroError:
        if refusal is None:
            raise
        raise refusal from None
    if outcome is None and refusal:
        raise refusal
    if outcome and tells is not None and (told := writes[tells].told):
        told(outcome[1] or ())


@lru_cache(512)
def _together(statements: tuple[str, ...], must_hit: int | None, tells: int | None, *, many: bool = False) -> str:
    """The statements as parts of one; where one that must hit a row does not, a division by zero undoes them all.

    That one is carried out first: the outcome is made of it, and PostgreSQL completes all other parts afterwards.
    `many`: how many rows it must hit is the last argument.
    """
    if len(statements) == 1 and not many and tells is None:
        return statements[0] if must_hit is None else f"{statements[0]} returning 1"
    parts: list[str] = []
    given = 0
    for place, sql in enumerate(statements):
        shifted = sub(r"\$(\d+)", lambda found, by=given: f"${int(found[1]) + by}", sql)
        parts.append(f"part{place} as ({shifted} returning {'id' if place == tells else 1})")
        given += max(map(int, findall(r"\$(\d+)", sql)), default=0)
    hit = f"(count(*) = ${given + 1})::int" if many else "count(*)"
    outcome = "1" if must_hit is None else f"1 / (select {hit} from part{must_hit})"
    told = "" if tells is None else f", (select array_agg(id) from part{tells})"
    return f"with {', '.join(parts)} select {outcome}{told}"
