"""The gateways, asked to fetch an address anew: with the secret they pass by their copy and keep what they get."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import aiohttp

from kit.names import REFRESH_HEADER
from kit.settings import Secret

log = logging.getLogger("souk_content.gateway")

DEADLINE_S = 5.0
CODINGS = ("gzip", "identity")  # a gateway keeps a copy of each


@dataclass(frozen=True, slots=True)
class HttpGateways:
    urls: Sequence[str]
    secret: Secret

    async def refresh(self, addresses: Collection[str]) -> Collection[str]:
        timeout = aiohttp.ClientTimeout(total=DEADLINE_S)
        async with aiohttp.ClientSession(timeout=timeout, auto_decompress=False) as session:
            asked = [(url, address) for url in self.urls for address in addresses]
            done = await asyncio.gather(*(self._ask(session, *each) for each in asked))
        return {address for (_, address), is_done in zip(asked, done, strict=True) if not is_done}

    async def _ask(self, session: aiohttp.ClientSession, url: str, address: str) -> bool:
        for coding in CODINGS:
            headers = {REFRESH_HEADER: self.secret.reveal(), "accept-encoding": coding}
            try:
                async with session.get(url + address, headers=headers, allow_redirects=False) as answer:
                    await answer.read()
            except (aiohttp.ClientError, TimeoutError) as error:
                log.warning("The gateway could not be asked: %s", type(error).__name__)
                return False
            if answer.status >= 500 or answer.status == 429:
                return False
        return True
