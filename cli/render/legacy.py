"""An old site behind the gateway: it answers what no part has taken over, and never learns who shops here."""

from __future__ import annotations

import ipaddress
import re
import ssl
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

from cli.manifest import System
from cli.manifest_rules import GATEWAY_PATHS
from cli.refusals import Refusal
from kit.names import COOKIE_PREFIX, DEVICE_HEADER, GUEST_HEADER

COOKIE_STEPS = 16  # runs of Souk's cookies between others; of a request with more, the old site gets none
SET_COOKIES = 24  # that one answer of the old site may set
ALL_AT_ONCE = 512  # requests that wait for the old site: however long it hangs, the gateway has connections left
# Beside what no upstream may believe: Souk's own names for who asks.
SOUKS_HEADERS = (GUEST_HEADER, DEVICE_HEADER, "Service-Worker")
# What speaks for the whole origin, and so for the shop's pages too, or to the gateway itself.
NOT_ITS_TO_SAY = (
    *("Strict-Transport-Security", "Clear-Site-Data", "Service-Worker-Allowed", "Alt-Svc", "Public-Key-Pins"),
    *("NEL", "Report-To", "Origin-Agent-Cluster", "Set-Cookie", "X-Powered-By", "X-Request-Id"),
    *("X-Accel-Redirect", "X-Accel-Expires", "X-Accel-Limit-Rate", "X-Accel-Buffering", "X-Accel-Charset"),
)
# Where systems keep the authorities that they trust, beside where Python looks.
AUTHORITIES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")
PAGE_ENDINGS = (".tsx", ".ts")
RESOLVER = Path("/etc/resolv.conf")


def legacy_facts(system: System, resolver: str = "") -> dict[str, object] | None:
    """What the templates say of the old site; None where there is none, nor addresses of one."""
    legacy = system.legacy
    if legacy is None:
        return None
    url = urlsplit(legacy.url)
    https = url.scheme == "https"
    hostname = url.hostname or ""
    named = bool(url.hostname) and not _needs_no_resolver(hostname)
    return {
        "url": legacy.url,
        "scheme": url.scheme,
        "server": f"{_bracketed(hostname)}:{url.port or (443 if https else 80)}",
        "resolver": (resolver or _nameserver()) if named else "",
        "tls_name": hostname if https else "",
        "host": legacy.host or url.netloc,
        "is_named": bool(legacy.host),
        "its_names": "|".join(re.escape(name) for name in {hostname, legacy.host.partition(":")[0]} if name),
        "keeps": legacy.keeps,
        "of_host": _of_host(system),
        "reserved": _reserved(),
        "timeout_s": legacy.timeout_s,
        "cookie": rf"(?:__(?:Host|Secure)-)?{COOKIE_PREFIX}",
        "cookie_steps": COOKIE_STEPS,
        "set_cookies": SET_COOKIES,
        "all_at_once": ALL_AT_ONCE,
        "souks_headers": SOUKS_HEADERS,
        "hidden": NOT_ITS_TO_SAY,
        "moved": list(_moved(legacy.moved)),
        "moved_size": 2 ** (len(legacy.moved) * 3).bit_length() + 2048,
    }


def _of_host(system: System) -> str:
    """What the zone at `/` answers: its own pages, and those of zones that are built into it."""
    pages = "|".join(re.escape(path) for path in host_pages(system))
    inside = (mfe for mfe in system.mfes.values() if mfe.name in system.built_in and mfe.name != system.host.name)
    zones = "".join(rf"|{re.escape(path)}(?:/.*)?" for mfe in inside for path in mfe.zone_paths)
    return f"^(?:/|{pages}{zones})$"


def host_pages(system: System) -> Iterator[str]:
    """Beside those that it mounts; every other path of the root is nobody's."""
    pages = system.root / "web" / "apps" / system.host.name / "src" / "pages"
    for file in sorted(pages.rglob("*")) if pages.is_dir() else ():
        path = "/" + file.relative_to(pages).as_posix().removesuffix(file.suffix)
        hidden = path.startswith(("/_", "/404", "/500")) or "[" in path
        if file.is_file() and file.suffix in PAGE_ENDINGS and not hidden:
            yield "/" if path == "/index" else path


def _moved(moved: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """(of the whole address or its path alone, what matches, where it is now), quoted for nginx' maps."""
    for old, new in moved.items():
        if old.endswith("/*"):
            below = f"~^{re.escape(_encoded(old[:-1]))}(?<moved_rest>.*)$"
            rest = "$moved_rest" if new.endswith("/*") else ""
            yield "path", below, _encoded(new).removesuffix("*") + rest + ("" if "?" in new else "$is_args$args")
        else:
            kept = "" if "?" in new or "?" in old else "$is_args$args"
            yield "address" if "?" in old else "path", _encoded(old, "$"), _encoded(new) + kept


def _encoded(path: str, also: str = "") -> str:
    """As browsers send it."""
    return quote(path, safe=f"/?&=%+:;,@!~*'()-._{also}")


def _reserved() -> str:
    """Addresses that are the gateway's or a service's, also where this shop has nothing there."""
    own = "|".join(re.escape(path.removeprefix("/")) for path in GATEWAY_PATHS)
    return f"^/(?:{own}|[a-z][a-z0-9]*-service)(?:/|$)"


def _needs_no_resolver(hostname: str) -> bool:
    if hostname == "localhost":
        return True
    try:
        ipaddress.ip_address(hostname)
    except ValueError:
        return False
    return True


def _bracketed(hostname: str) -> str:
    return f"[{hostname}]" if ":" in hostname else hostname


def _nameserver() -> str:
    lines = RESOLVER.read_text("utf-8").splitlines() if RESOLVER.is_file() else []
    found = next((line.split()[1] for line in lines if re.match(r"nameserver\s+\S", line)), "")
    return _bracketed(found.partition("%")[0])


def authorities() -> bytes:
    """The certificates that say who somebody is; `SSL_CERT_FILE` names others."""
    usual = ssl.get_default_verify_paths().cafile
    for place in (usual, *AUTHORITIES):
        if place and Path(place).is_file():
            return Path(place).read_bytes()
    raise Refusal(
        "The old site is asked by https, and this machine has no list of trusted authorities.",
        "Install ca-certificates, or name a file of certificates in SSL_CERT_FILE.",
    )
