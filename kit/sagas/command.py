"""The operator's command for sagas that wait.

python -m kit.sagas.command order list          parked ones, and those that failed and are retried
python -m kit.sagas.command order resume ID     has the running service go on from the step where it stopped
python -m kit.sagas.command order abandon ID    has the running service give a parked one up; people settle what it did
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Mapping, Sequence
from uuid import UUID

from kit.data.service_database import database_of
from kit.errors import SoukError
from kit.sagas.storage import PostgresSagas

USAGE = "usage: python -m kit.sagas.command SERVICE list | resume ID | abandon ID"
MOST_LISTED = 500
WAIT_S = 10.0


def main(args: Sequence[str], env: Mapping[str, str]) -> int:
    match args:
        case [service, "list"]:
            verb, saga_id = "list", None
        case [service, ("resume" | "abandon") as verb, text] if saga_id := _id_in(text):
            pass
        case _:
            print(USAGE, file=sys.stderr)
            return 2
    try:
        return asyncio.run(_at(service, env, verb, saga_id))
    except SoukError as error:
        print(f"{error.cause}\n{error.fix}", file=sys.stderr)
        return 1


async def _at(service: str, env: Mapping[str, str], verb: str, saga_id: UUID | None) -> int:
    async with database_of(service, env, "kit.sagas.command") as database:
        sagas = PostgresSagas(database)
        if saga_id is None:
            return await _list(sagas)
        return await (_resume if verb == "resume" else _abandon)(sagas, saga_id)


async def _resume(sagas: PostgresSagas, saga_id: UUID) -> int:
    await sagas.resume(saga_id)
    print(f"{saga_id} is carried on as soon as the service looks.")
    return 0


async def _abandon(sagas: PostgresSagas, saga_id: UUID) -> int:
    await sagas.ask_to_abandon(saga_id)
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        saga = await sagas.get_waiting(saga_id)
        if saga.ended_at:
            print(f"{saga_id} is given up. Settle by hand what step {saga.step} and those before it did.")
            return 0
        if saga.abandon_asked_at is None:
            print(f"{saga_id} cannot be given up: {saga.error}", file=sys.stderr)
            return 1
        await asyncio.sleep(0.2)
    print(f"{saga_id} will be given up as soon as the service runs.")
    return 0


async def _list(sagas: PostgresSagas) -> int:
    found = await sagas.list_waiting(MOST_LISTED)
    for saga in found:
        state = f"parked {saga.parked_at:%Y-%m-%d %H:%M:%S}" if saga.parked_at else f"failed {saga.failures} times"
        reason = (saga.error or "").partition("\n")[0][:100]
        print(f"{saga.id}\t{saga.kind}\t{saga.subject}\t{saga.step}\t{state}\t{reason}")
    print(f"{len(found)} sagas wait." if found else "No saga waits.")
    return 0


def _id_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
