"""Connecting to public addresses only: a file from outside must not make us ask our own machines."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

IsPublic = Callable[[str], bool]
# The only part of IPv6 that is given out so far: old forms such as ::127.0.0.1 lie outside it.
_GIVEN_OUT = ip_network("2000::/3")
# Each carries an IPv4 address inside, which may be a private one; the last is for documentation.
_TRANSLATED = tuple(ip_network(text) for text in ("2002::/16", "2001::/32", "3fff::/20"))


class NotPublic(ValueError):
    """The text says why, for the report of an import."""


def is_public(address: str) -> bool:
    try:
        found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            found = found.ipv4_mapped
        elif found not in _GIVEN_OUT or any(found in network for network in _TRANSLATED):
            return False
    return found.is_global and not found.is_multicast


def check_literal(url: URL, allowed: IsPublic) -> None:
    """A name is checked when it is resolved; an address that is written out never comes to the resolver."""
    host = url.host or ""
    try:
        ip_address(host)
    except ValueError:
        return
    if not allowed(host):
        raise NotPublic(f"{host} is not a public address")


class PublicResolver(AbstractResolver):
    """Gives aiohttp the very addresses that were checked, so that a second answer cannot differ."""

    def __init__(self, allowed: IsPublic) -> None:
        self._allowed = allowed

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family)
        addresses = [(kind, where[0]) for kind, _, _, _, where in found]
        if not all(self._allowed(str(address)) for _, address in addresses):
            raise NotPublic(f"{host} is at an address that is not public")
        return [
            ResolveResult(hostname=host, host=str(address), port=port, family=kind, proto=0, flags=0)
            for kind, address in addresses
        ]

    async def close(self) -> None:
        return
