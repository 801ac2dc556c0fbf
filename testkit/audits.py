"""What a service has announced of its staff's changes, as far as it waits in the outbox."""

from __future__ import annotations

from collections.abc import Mapping

from kit.audit import Audited
from testkit.clients import ServiceClient


async def audited(client: ServiceClient) -> list[tuple[str, Mapping[str, str]]]:
    """What was done, and to what; the first comes first."""
    async with client.app.state.infra.database.acquire() as connection:
        rows = await connection.fetch("select body from kit_outbox where subject like '%.audited.v1' order by position")
    found = [Audited.model_validate_json(row["body"]) for row in rows]
    return [(each.action, each.of) for each in found]
