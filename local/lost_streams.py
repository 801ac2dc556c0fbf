"""A stream that the broker lost, or that a restored shop begins without: what it owed is announced again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from kit.messaging.announced import Announced, TakenIn, has_kept
from kit.messaging.streams import follows_of, stream_of
from local.nats import connect_as_launcher


async def refill_lost_streams(
    url: str,
    password: str | None,
    publishers: Iterable[str],
    followers: Mapping[str, Sequence[str]],
    database_url: Callable[[str], str],
) -> None:
    """Before the streams are made: interrupted, it is done again, as they are still not there."""
    lost = await _lost(url, password, publishers)
    for publisher, count in (await announce_again(lost, followers, database_url)).items():
        print(f"{count} events of {publisher} are announced again: the broker lost its stream.", flush=True)


async def _lost(url: str, password: str | None, publishers: Iterable[str]) -> list[str]:
    """The publishers whose stream is not there."""
    client = await connect_as_launcher(url, password)
    try:
        return [publisher for publisher in publishers if not await _is_there(client.jetstream(), stream_of(publisher))]
    finally:
        await client.close()


async def announce_again(
    publishers: Sequence[str], followers: Mapping[str, Sequence[str]], database_url: Callable[[str], str]
) -> dict[str, int]:
    """How many events of each publisher wait in its outbox again, since a follower's database does not know them.

    What a follower is given twice its inbox knows.
    """
    again: dict[str, int] = {}
    for publisher in publishers:
        async with _open(database_url(publisher)) as connection:
            if connection is None:
                continue
            announced = Announced(connection)
            missing: dict[UUID, None] = {}
            for follower, subjects in followers.items():
                for follow in follows_of(follower, subjects):
                    if follow.stream == stream_of(publisher):
                        owed = await _owed(announced, database_url(follower), follow.stream, follow.subjects)
                        missing |= dict.fromkeys(owed)
            if count := await announced.announce_again(list(missing)):
                again[publisher] = count
    return again


async def _owed(announced: Announced, follower_url: str, stream: str, subjects: Sequence[str]) -> list[UUID]:
    """All, where the follower keeps no inbox of kit's: it has to know by itself what it had before."""
    owed: list[UUID] = []
    async with _open(follower_url) as connection:
        taken_in = TakenIn(connection) if connection else None
        if taken_in:
            await taken_in.outlive(stream)
        async for ids in announced.ids_under(subjects):
            owed += await taken_in.missing_of(ids) if taken_in else ids
    return owed


@asynccontextmanager
async def _open(url: str) -> AsyncIterator[asyncpg.Connection | None]:
    connection = await asyncpg.connect(url)
    try:
        yield connection if await has_kept(connection) else None
    finally:
        await connection.close()


async def _is_there(jetstream: JetStreamContext, stream: str) -> bool:
    try:
        await jetstream.stream_info(stream)
    except NotFoundError:
        return False
    return True
