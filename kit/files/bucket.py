"""Files in a bucket of S3, or of what speaks as S3 does. Its library is loaded with the first one that is made."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from kit.files.store import FileMissing, FilesAway, type_of
from kit.settings import Secret

if TYPE_CHECKING:
    from obstore.store import ClientConfig, S3Config, S3Store

log = logging.getLogger("kit.files.bucket")
T = TypeVar("T")
FOR_EVER = "public, max-age=31536000, immutable"
TRIES_BESIDE_THE_FIRST = 2
ASKED_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Without an endpoint it is Amazon's; without a key the machine's own identity counts."""

    bucket: str
    endpoint: str | None
    region: str
    key_id: str | None
    key: Secret | None
    deadline_s: float


class Bucket:
    def __init__(self, place: Place) -> None:
        self._store = _store(place)
        self._deadline_s = place.deadline_s

    async def put(self, name: str, data: bytes) -> None:
        """One request, so that nobody ever sees a part of it."""
        from obstore import put_async

        attributes = {"Content-Type": type_of(name), "Cache-Control": FOR_EVER}
        try:
            await self._asked(put_async(self._store, name, data, attributes=attributes, use_multipart=False))
        except FileNotFoundError as error:
            raise _away("the bucket is not there", error) from error

    async def get(self, name: str) -> bytes:
        from obstore import get_async

        async def read() -> bytes:
            return bytes(await (await get_async(self._store, name)).bytes_async())

        try:
            return await self._asked(read())
        except FileNotFoundError:
            raise FileMissing(name) from None

    async def list_missing(self, names: Collection[str]) -> set[str]:
        turns = asyncio.Semaphore(ASKED_AT_ONCE)
        wanted = list(names)
        there = await asyncio.gather(*(self._has(name, turns) for name in wanted))
        return {name for name, is_there in zip(wanted, there, strict=True) if not is_there}

    async def remove(self, names: Collection[str]) -> None:
        from obstore import delete_async

        for name in names:
            try:
                await self._asked(delete_async(self._store, name))
            except FileNotFoundError:
                continue

    async def _has(self, name: str, turns: asyncio.Semaphore) -> bool:
        from obstore import head_async

        async with turns:
            try:
                await self._asked(head_async(self._store, name))
            except FileNotFoundError:
                return False
        return True

    async def _asked(self, asking: Awaitable[T]) -> T:
        from obstore.exceptions import BaseError

        try:
            async with asyncio.timeout(self._deadline_s):
                return await asking
        except TimeoutError as error:
            raise _away(f"no answer within {self._deadline_s:g} s", error) from error
        except BaseError as error:
            raise _away("the object store does not answer, or refuses", error) from error


def _away(why: str, error: Exception) -> FilesAway:
    """What the library says names addresses and quotes answers, so only our log gets it."""
    log.warning("The object store could not be asked", exc_info=error)
    return FilesAway(why)


def _store(place: Place) -> S3Store:
    from obstore.store import S3Store

    config: S3Config = {"region": place.region}
    options: ClientConfig = {"connect_timeout": "2s", "timeout": f"{place.deadline_s:g}s"}
    if place.endpoint:
        config["endpoint"] = place.endpoint
        options["allow_http"] = place.endpoint.startswith("http://")
    if place.key_id and place.key:
        config["access_key_id"] = place.key_id
        config["secret_access_key"] = place.key.reveal()
    retries = {"max_retries": TRIES_BESIDE_THE_FIRST, "retry_timeout": timedelta(seconds=place.deadline_s)}
    return S3Store(place.bucket, config=config, client_options=options, retry_config=retries)  # pyright: ignore[reportArgumentType]
