"""Who changed what, in PostgreSQL: rows are added, and a trigger refuses all else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from kit.data.database import PostgresStore
from souk_activity.domain.trail import Change, Sought

COLUMNS = "id, at, service, actor_id, actor_type, action, subject_ids"


class PostgresTrail(PostgresStore):
    async def add(self, changes: Sequence[Change]) -> None:
        columns = zip(
            *(
                (each.id, each.at, each.service, each.actor_id, each.actor_type, each.action, dict(each.subject_ids))
                for each in changes
            ),
            strict=True,
        )
        await self.write(
            f"""insert into trail ({COLUMNS}) select * from unnest(
                    $1::uuid[], $2::timestamptz[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::jsonb[])
                on conflict do nothing""",
            *map(list, columns),
        )

    async def list_changes(self, sought: Sought, start: tuple[datetime, UUID] | None, limit: int) -> list[Change]:
        """The newest first."""
        args: list[Any] = [limit]

        def given(value: Any) -> str:
            args.append(value)
            return f"${len(args)}"

        conditions = ["true"]
        if sought.actor_id:
            conditions.append(f"actor_id = {given(sought.actor_id)}")
        if sought.service:
            conditions.append(f"service = {given(sought.service)}")
        if sought.subject_id:
            sought_id = given(sought.subject_id)
            conditions.append(f"subject_ids @? ('$.* ? (@ == ' || to_json({sought_id}::text)::text || ')')::jsonpath")
        if start:
            conditions.append(f"(at, id) < ({given(start[0])}, {given(start[1])})")
        rows = await self.fetch(
            f"select {COLUMNS} from trail where {' and '.join(conditions)} order by at desc, id desc limit $1", *args
        )
        return [Change(**row) for row in rows]
