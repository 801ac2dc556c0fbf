"""The operator's command for dead letters.

python -m kit.messaging.dead_letters_command order list         those that are open
python -m kit.messaging.dead_letters_command order show 17      one with its reason and body
python -m kit.messaging.dead_letters_command order replay 17    has the running service handle it again
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence

from kit.data.service_database import database_of
from kit.errors import SoukError
from kit.messaging.dead_letters import DeadLetters, NoSuchDeadLetter

USAGE = "usage: python -m kit.messaging.dead_letters_command SERVICE list | show ID | replay ID"
WAIT_S = 10.0
LONGEST_ID = 18  # digits

Work = Callable[[DeadLetters, int], Awaitable[int]]


def main(args: Sequence[str], env: Mapping[str, str]) -> int:
    match args:
        case [service, "list"]:
            work, letter_id = _list, 0
        case [service, "show", number] if _is_id(number):
            work, letter_id = _show, int(number)
        case [service, "replay", number] if _is_id(number):
            work, letter_id = _replay, int(number)
        case _:
            print(USAGE, file=sys.stderr)
            return 2
    try:
        return asyncio.run(_at(service, env, work, letter_id))
    except SoukError as error:
        print(f"{error.cause}\n{error.fix}", file=sys.stderr)
        return 1


def _is_id(text: str) -> bool:
    """ASCII digits that a bigint can hold: int() refuses some of what isdigit() takes, such as a circled 2."""
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID


async def _at(service: str, env: Mapping[str, str], work: Work, letter_id: int) -> int:
    async with database_of(service, env, "kit.messaging.dead_letters_command") as database:
        return await work(DeadLetters(database), letter_id)


async def _list(letters: DeadLetters, _: int) -> int:
    found = await letters.list_open()
    for letter in found:
        reason = letter.error.partition("\n")[0][:100]
        state = "waits for an outage to end" if letter.waiting else f"{letter.tries} tries"
        state = "replay asked" if letter.replay_asked_at else state
        print(f"{letter.id}\t{letter.at:%Y-%m-%d %H:%M:%S}\t{letter.subject}\t{state}\t{reason}")
    print(f"{len(found)} dead letters" if found else "No dead letters.")
    return 0


async def _show(letters: DeadLetters, letter_id: int) -> int:
    letter = await letters.find(letter_id)
    if letter is None:
        raise NoSuchDeadLetter(letter_id)
    print(f"{letter.subject}, message {letter.sequence} of {letter.stream}, {letter.tries} tries, {letter.at}")
    print(letter.error)
    print(letter.body.decode("utf-8", "backslashreplace"))
    return 0


async def _replay(letters: DeadLetters, letter_id: int) -> int:
    await letters.ask_to_replay(letter_id)
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        letter = await letters.find(letter_id)
        if letter and letter.replayed_at:
            print(f"{letter_id} is handled.")
            return 0
        if letter and letter.replay_asked_at is None:
            print(f"{letter_id} failed again: {letter.error}", file=sys.stderr)
            return 1
        await asyncio.sleep(0.2)
    print(f"{letter_id} will be handled as soon as the service runs.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
