"""Rate limits, counted in PostgreSQL so that every replica counts the same."""

from __future__ import annotations

import hashlib

from kit.data.database import Database
from kit.data.housekeeping import OldRows
from kit.data.transaction import NOT_FORCED
from kit.errors import Kind, SoukError

EXPIRED = OldRows("kit_limits", by="ends_at", where="ends_at < now()")


class TooMany(SoukError):
    code = "too-many"
    kind = Kind.TOO_MANY

    def __init__(self, name: str, retry_after_s: int) -> None:
        super().__init__(
            "This was tried too often.",
            f"Wait {retry_after_s} seconds, then try again.",
            {"limit": name, "retry_after_s": retry_after_s},
        )


def reached(name: str, who: str, most: str) -> str:
    """In SQL, of a row of kit_limits; for who asks it in a statement that is made anyway."""
    return f"name = {name} and who = {who} and ends_at > now() and hits >= {most}"


def who_is(key: str) -> str:
    """In SQL, as a row of kit_limits names this text."""
    return f"sha256(convert_to({key}, 'UTF8'))"


def counted(name: str, key: str, per_s: float) -> tuple[str, str, bytes, float]:
    """For who counts in a transaction of its own, and refuses later: `await store.write(*counted(…))`."""
    return _COUNT.format(also=""), name, _hidden(key), per_s


class Limits:
    """`await limits.hit("login", email, most=10, per_s=900)` counts one try and refuses the eleventh."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def hit(self, name: str, key: str, *, most: int, per_s: float) -> None:
        async with self._database.acquire() as connection:
            row = await connection.fetchrow(
                f"""{_COUNT.format(also=f"from {NOT_FORCED}")}
                returning hits, greatest(1, ceil(extract(epoch from ends_at - now())))::int as left_s""",
                *(name, _hidden(key), per_s),
            )
        if row is not None and row["hits"] > most:
            raise TooMany(name, row["left_s"])

    async def refuse(self, name: str, key: str, *, most: int) -> None:
        """Who was counted that often; counts nothing."""
        async with self._database.acquire() as connection:
            left_s = await connection.fetchval(
                f"""select greatest(1, ceil(extract(epoch from ends_at - now())))::int
                    from kit_limits where {reached("$1", "$2::bytea", "$3")}""",
                *(name, _hidden(key), most),
            )
        if left_s is not None:
            raise TooMany(name, left_s)

    async def forget(self, name: str, key: str) -> None:
        """Starts at zero again, for example after a login that succeeded."""
        async with self._database.acquire() as connection:
            await connection.execute("delete from kit_limits where name = $1 and who = $2", name, _hidden(key))


_COUNT = """
insert into kit_limits as counted (name, who, hits, ends_at)
select $1, $2, 1, now() + make_interval(secs => $3) {also}
on conflict (name, who) do update set
    hits = case when counted.ends_at <= now() then 1 else least(counted.hits, 1000000) + 1 end,
    ends_at = case when counted.ends_at <= now() then excluded.ends_at else counted.ends_at end"""


def _hidden(key: str) -> bytes:
    """The table need not know e-mail addresses."""
    return hashlib.sha256(key.encode()).digest()
