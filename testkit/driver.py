"""asyncpg asks PostgreSQL for each array type anew on each connection, which costs more than to connect.

PostgreSQL's own types are the same in every database, and most tests open a connection: what one learnt, all know.
"""

from __future__ import annotations

from typing import Any

from asyncpg.connection import Connection

# Numbers from here on are given to what a database's own migrations make.
FIRST_OWN_OID = 16_384
_learnt: dict[frozenset[int], Any] = {}


def share_types() -> None:
    ask = Connection._introspect_types

    async def known_or_asked(self: Connection, typeoids: Any, timeout: Any) -> Any:  # noqa: ASYNC109 (asyncpg's name)
        oids = frozenset(typeoids)
        found = _learnt.get(oids) or await ask(self, typeoids, timeout)
        if all(row["oid"] < FIRST_OWN_OID for row in found[0]):
            _learnt[oids] = found
        return found

    Connection._introspect_types = known_or_asked  # pyright: ignore[reportAttributeAccessIssue]
