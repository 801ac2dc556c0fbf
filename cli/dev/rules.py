"""What a development origin changes in what passes through it, so that a page behaves as under the shop's own address.

Nothing here makes a gateway accept more: to the shop it is its own page that asks, to the browser it is one origin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

Headers = list[tuple[str, str]]

OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")
# Of one connection, never of the next (RFC 9110, 7.6.1).
OF_CONNECTION = frozenset(
    ("connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization", "te", "trailer")
) | {"transfer-encoding", "upgrade"}
# Only a proxy in front of a gateway may say these, and this is none.
FORWARDED = re.compile(r"x-forwarded-|forwarded$|x-real-ip$|via$")
# What a browser would keep for all of localhost, on every port and for months, or tell to others.
NOT_HERE = frozenset(
    ("strict-transport-security", "public-key-pins", "alt-svc", "report-to", "reporting-endpoints", "nel")
)
# Over plain http no browser keeps a cookie with this prefix; under the other it comes and goes back.
HOST_PREFIX, PLAIN_PREFIX = "__Host-", "dev-Host-"
SECURE_PREFIX, PLAIN_SECURE_PREFIX = "__Secure-", "dev-Secure-"


@dataclass(frozen=True, slots=True)
class Ends:
    """The two ends of a development origin: the address in the browser, and the shop's own."""

    port: int
    https: bool
    shop: str  # as shoppers know it: https://shop.example

    @property
    def scheme(self) -> str:
        return "https" if self.https else "http"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://localhost:{self.port}"

    @property
    def origins(self) -> frozenset[str]:
        return frozenset(f"{self.scheme}://{name}:{self.port}" for name in OWN_NAMES)

    @property
    def shop_host(self) -> str:
        return urlsplit(self.shop).netloc

    def is_own_host(self, host: str) -> bool:
        """A stranger's name that leads here must find nothing (DNS rebinding)."""
        return host in {f"{name}:{self.port}" for name in OWN_NAMES}


def towards_shop(ends: Ends, headers: Iterable[tuple[str, str]]) -> Headers:
    given = list(headers)
    dropped = OF_CONNECTION | _named_by_connection(given)
    sent: Headers = [("Host", ends.shop_host)]
    cookies: list[str] = []
    for name, value in given:
        match name.lower():
            case "host":
                continue
            case lower if lower in dropped or FORWARDED.match(lower):
                continue
            case "origin" if value in ends.origins:
                sent.append((name, ends.shop))
            case "referer":
                sent.append((name, _moved(value, ends.origins, ends.shop)))
            case "cookie":
                cookies.append(value if ends.https else _prefixes_back(value))
            case _:
                sent.append((name, value))
    return [*sent, ("Cookie", "; ".join(cookies))] if cookies else sent


def towards_browser(ends: Ends, headers: Iterable[tuple[str, str]]) -> Headers:
    given = list(headers)
    dropped = OF_CONNECTION | NOT_HERE | _named_by_connection(given)
    return [(name, _of_answer(ends, name.lower(), value)) for name, value in given if name.lower() not in dropped]


def _of_answer(ends: Ends, name: str, value: str) -> str:
    match name:
        case "location" | "content-location" | "access-control-allow-origin":
            return _moved(value, {ends.shop}, ends.origin)
        case "set-cookie":
            return cookie_here(value, https=ends.https)
        case "content-security-policy" | "content-security-policy-report-only" if not ends.https:
            return "; ".join(_without_upgrade(value))
        case _:
            return value


def cookie_here(cookie: str, *, https: bool) -> str:
    """Of this host, whatever the shop's is; over plain http without what asks for more."""
    first, *attributes = [part.strip() for part in cookie.split(";")]
    kept = [part for part in attributes if not _is(part, "domain")]
    if not https:
        first = first.replace(HOST_PREFIX, PLAIN_PREFIX, 1) if first.startswith(HOST_PREFIX) else first
        first = first.replace(SECURE_PREFIX, PLAIN_SECURE_PREFIX, 1) if first.startswith(SECURE_PREFIX) else first
        kept = [part for part in kept if not _is(part, "secure", "partitioned")]
        kept = ["SameSite=Lax" if part.lower().replace(" ", "") == "samesite=none" else part for part in kept]
    return "; ".join([first, *kept])


def _prefixes_back(cookies: str) -> str:
    parts = (part.strip() for part in cookies.split(";"))
    return "; ".join(_prefix_back(part) for part in parts if part)


def _prefix_back(cookie: str) -> str:
    for plain, real in ((PLAIN_PREFIX, HOST_PREFIX), (PLAIN_SECURE_PREFIX, SECURE_PREFIX)):
        if cookie.startswith(plain):
            return real + cookie.removeprefix(plain)
    return cookie


def _moved(address: str, origins: Iterable[str], to: str) -> str:
    """To the other end, where it begins with one of these origins as a whole: https://shop.example.org is another."""
    for origin in origins:
        if address == origin or address.startswith((f"{origin}/", f"{origin}?", f"{origin}#")):
            return to + address.removeprefix(origin)
    return address


def _without_upgrade(policy: str) -> Iterator[str]:
    for directive in policy.split(";"):
        if (said := directive.strip()) and said.lower() not in ("upgrade-insecure-requests", "block-all-mixed-content"):
            yield said


def _named_by_connection(headers: Headers) -> frozenset[str]:
    named = (
        part.strip().lower() for name, value in headers if name.lower() == "connection" for part in value.split(",")
    )
    return frozenset(part for part in named if part)


def _is(attribute: str, *names: str) -> bool:
    return attribute.partition("=")[0].strip().lower() in names
