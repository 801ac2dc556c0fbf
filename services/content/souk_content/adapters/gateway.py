"""The gateways, asked to fetch an address anew: with the secret they pass by their copy and keep what they get.

A name may stand for several of them (a headless Service of Kubernetes, the replicas of compose): each is asked.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

import aiohttp

from kit.names import REFRESH_HEADER
from kit.settings import Secret

log = logging.getLogger("souk_content.gateway")

DEADLINE_S = 5.0
CODINGS = ("gzip", "identity")  # a gateway keeps a copy of each


@dataclass(frozen=True, slots=True)
class Gateway:
    url: str
    name: str  # as it is asked for


async def all_behind(url: str) -> list[Gateway]:
    """By the addresses of the name, now: gateways come and go. One that speaks TLS is asked by its name alone."""
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        return [Gateway(url, parts.netloc)]
    port = parts.port or 80
    try:
        found = await asyncio.get_running_loop().getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except OSError:
        return [Gateway(url, parts.netloc)]  # who asks there is told that it failed
    # Of one family: a gateway that has addresses of both is one.
    hosts = [str(at[0]) for family, *_, at in found if family == found[0][0]]
    if any(map(is_this_machine, hosts)):
        return [Gateway(url, parts.netloc)]
    shown = [f"[{host}]" if found[0][0] == socket.AF_INET6 else host for host in dict.fromkeys(hosts)]
    return [Gateway(f"http://{host}:{port}", parts.netloc) for host in shown]


def is_this_machine(host: str) -> bool:
    """One gateway, which may listen on some of the machine's addresses only."""
    return ip_address(host).is_loopback


@dataclass(frozen=True, slots=True)
class HttpGateways:
    urls: Sequence[str]
    secret: Secret

    async def refresh(self, addresses: Collection[str]) -> Collection[str]:
        timeout = aiohttp.ClientTimeout(total=DEADLINE_S)
        async with aiohttp.ClientSession(timeout=timeout, auto_decompress=False) as session:
            gateways = [each for url in self.urls for each in await all_behind(url)]
            asked = [(gateway, address) for gateway in gateways for address in addresses]
            troubles = await asyncio.gather(*(self._ask(session, *each) for each in asked))
        if troubled := sorted({trouble for trouble in troubles if trouble}):
            count = sum(map(bool, troubles))
            log.warning("The gateway could not be asked for %d of %d: %s", count, len(asked), ", ".join(troubled))
        return {address for (_, address), trouble in zip(asked, troubles, strict=True) if trouble}

    async def _ask(self, session: aiohttp.ClientSession, gateway: Gateway, address: str) -> str:
        """What kept it from being asked; empty where nothing did."""
        for coding in CODINGS:
            headers = {REFRESH_HEADER: self.secret.reveal(), "accept-encoding": coding, "host": gateway.name}
            try:
                async with session.get(gateway.url + address, headers=headers, allow_redirects=False) as answer:
                    await answer.read()
            except (aiohttp.ClientError, TimeoutError) as error:
                return type(error).__name__
            if answer.status >= 500 or answer.status == 429:
                return f"HTTP {answer.status}"
        return ""
