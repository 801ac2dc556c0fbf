"""The operator's command for mails that were not sent.

python -m kit.mailing.command order list        those that wait or are parked, with the reason
python -m kit.mailing.command order retry ID    has the running service send a parked one again
python -m kit.mailing.command order drop ID     forgets it
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from uuid import UUID

from kit.data.service_database import database_of
from kit.errors import SoukError
from kit.mailing.storage import Mails

USAGE = "usage: python -m kit.mailing.command SERVICE list | retry ID | drop ID"
MOST_LISTED = 500


def main(args: Sequence[str], env: Mapping[str, str]) -> int:
    match args:
        case [service, "list"]:
            verb, mail_id = "list", None
        case [service, ("retry" | "drop") as verb, text] if mail_id := _id_in(text):
            pass
        case _:
            print(USAGE, file=sys.stderr)
            return 2
    try:
        return asyncio.run(_at(service, env, verb, mail_id))
    except SoukError as error:
        print(f"{error.cause}\n{error.fix}", file=sys.stderr)
        return 1


async def _at(service: str, env: Mapping[str, str], verb: str, mail_id: UUID | None) -> int:
    async with database_of(service, env, "kit.mailing.command") as database:
        mails = Mails(database)
        if mail_id is None:
            return await _list(mails)
        if verb == "retry":
            await mails.retry(mail_id)
            print(f"{mail_id} is sent as soon as the service looks.")
        else:
            await mails.drop(mail_id)
            print(f"{mail_id} is forgotten.")
    return 0


async def _list(mails: Mails) -> int:
    found = await mails.list_open(MOST_LISTED)
    for state, mail in found:
        reason = (mail.reason or "").partition("\n")[0]
        print(f"{mail.id}\t{state}\t{mail.written_at:%Y-%m-%d %H:%M:%S}\t{mail.kind}\t{mail.tries} tries\t{reason}")
    print(f"{len(found)} mails were not sent." if found else "No mail waits.")
    return 0


def _id_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
