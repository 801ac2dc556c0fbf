"""What a gateway on this machine is told: facts for its templates, from souk.toml and from who gets which version."""

from __future__ import annotations

import grp
import os
import pwd
import re
import resource
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from cli.addresses import SERVERS
from cli.keeper.housekeeping import ROOM
from cli.keys import Keys
from cli.manifest import LOOPBACK, System
from cli.manifest_rules import REFRESH_SECRET
from cli.releases.choices import BUCKETS, Choice, reading
from cli.releases.kept import public_files_of
from cli.releases.pages import GIVEN, SOME, begin_pages, live_of, own_name
from cli.releases.pages import ON as ON_PAGES
from cli.releases.served import BUCKET_COOKIE, CANARIES, ON, REMOTES
from cli.render.gateway_answers import REFUSALS
from cli.render.gateway_files import LEGACY_AUTHORITIES, write_configuration
from cli.render.gateway_policy import (
    BUCKET_HEADERS,
    INTERNAL_HEADERS,
    MAIL_POLICY,
    MEDIA_POLICY,
    OWN_HEADERS,
    policy_of,
)
from cli.render.legacy import legacy_facts
from cli.render.speculation import federated
from cli.render.words import GENERATED
from kit.calls.keeping import CALLERS_KEEP_S
from kit.names import REFRESH_HEADER
from local.unprivileged import NOBODY, closed_parent, hand_over, namespace_prefix

# Of each worker, beside it its logs and the files it serves.
WORKER_CONNECTIONS, OTHER_FILES = 4096, 1024
QUERY_STEPS = 8  # runs of unknown query keys between known ones; what is left after that is cut off


def render_runtime(system: System, home: Path, board_port: int = SERVERS["board"], bucket: str = "") -> Path:
    """Write `<home>/run/` and return nginx.conf; before each start.

    `bucket`: the address below which public files are read, instead of the folder alone.
    """
    run = home / "run"
    for folder in (
        run / "pages",
        home / "cache" / "nginx",
        home / "cache" / "media",
        home / "mfe",
        home / "media",
        home / "zones",
    ):
        folder.mkdir(parents=True, exist_ok=True)
    for name in ("body", "proxy", "fastcgi", "uwsgi", "scgi"):
        (home / "cache" / "temp" / name).mkdir(parents=True, exist_ok=True)
    facts = facts_of(system, home, board_port) | {"bucket": urlsplit(bucket) if bucket else None}
    write_configuration(system, run, facts)
    begin_pages(home, system, _chosen(home))
    (run / ROOM).touch()
    return run / "nginx.conf"


def _chosen(home: Path) -> Mapping[str, Choice]:
    with reading(home) as choices:
        return choices.all()


def _caches(home: Path) -> tuple[Path, Path]:
    """Of pages and answers, and of pictures that lie elsewhere."""
    return home / "cache" / "nginx", home / "cache" / "media"


def facts_of(system: System, home: Path, board_port: int) -> dict[str, object]:
    """What the templates say of a gateway on this machine."""
    public = urlsplit(system.public_url)
    files = min(2 * WORKER_CONNECTIONS + OTHER_FILES, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    return {
        "generated": GENERATED,
        "worker_user": _worker_user(home),
        "workers": min(os.cpu_count() or 1, 4),
        "files": files,
        "connections": min(WORKER_CONNECTIONS, files // 2),  # one to the client, one to the part asked
        "listen": LOOPBACK,
        "run": _quotable(home / "run"),
        "room": _quotable(home / "run" / ROOM),
        "cache": _quotable(_caches(home)[0]),
        "cache_mb": 512,
        "temp": _quotable(home / "cache" / "temp"),
        "mfe": _quotable(home / "mfe"),
        "media": _quotable(home / "media"),
        "media_root": _quotable(home),
        "media_cache": _quotable(_caches(home)[1]),
        "media_cache_mb": 1024,
        "bucket_headers": BUCKET_HEADERS,
        "beyond_folder": "@bucket",
        "zone_files": _quotable(home / "zones"),
        **_of_versions(system, home),
        "service_hosts": dict.fromkeys(system.services, LOOPBACK),
        "zone_hosts": dict.fromkeys(system.mfes, LOOPBACK),
        "callers_keep_s": CALLERS_KEEP_S,
        "resolver": "",  # where those are names, who knows their addresses
        "access_log": "/dev/stdout",
        "sampled": "100%" if system.is_local else "5%",
        "gateway": system.gateway,
        "share": lambda most: max(1, most // system.gateway.gateways),
        "services": list(system.services.values()),
        "zones": system.zones,
        "host": system.host,
        "federated": federated(system),
        "languages": system.languages,
        "prefixes": "|".join(language.code for language in system.languages[1:]) or "-",
        "public_files": {zone.name: public_files_of(home, zone.name) for zone in system.zones},
        "board": f"http://{LOOPBACK}:{board_port}" if system.is_local else "",
        "public_host": public.netloc,
        "scheme": public.scheme,
        "transport_security": "max-age=31536000" if public.scheme == "https" else "",
        "policy": policy_of(system),
        "assets": system.assets.origin,
        "portals": system.portal_origins,
        "media_policy": MEDIA_POLICY,
        "mail_policy": MAIL_POLICY,
        "internal_headers": INTERNAL_HEADERS,
        "refresh_header": REFRESH_HEADER,
        "refresh_secrets": [Keys(home / "secrets").secret_of(*each) for each in _who_refreshes(system)],
        "own_headers": OWN_HEADERS,
        "known": _known_key(system.gateway.query_keys),
        "query_steps": QUERY_STEPS,
        "refusals": REFUSALS,
        "legacy": legacy_facts(system),
        "authorities": LEGACY_AUTHORITIES,
    }


def _of_versions(system: System, home: Path) -> dict[str, object]:
    """Where it is written who of the visitors gets which."""
    chosen = _chosen(home)
    return {
        "remotes": _quotable(home / "run" / REMOTES),
        "canaries": _quotable(home / "run" / CANARIES),
        "canary_on": ON,
        "buckets": BUCKETS,
        "bucket_cookie": BUCKET_COOKIE,
        "given": _quotable(home / "run" / GIVEN),
        "given_on": ON_PAGES,
        "given_to_some": SOME,
        "own": {zone.name: own_name(zone.name, live_of(zone, chosen)) for zone in system.zones},
    }


def _who_refreshes(system: System) -> list[tuple[str, str]]:
    """The services that may make the gateway fetch an address anew, and the secret that they prove it with."""
    return [(service.name, REFRESH_SECRET) for service in system.services.values() if REFRESH_SECRET in service.needs]


def _worker_user(home: Path) -> str:
    """Of nginx's workers, where it is started as root: nobody, if that one may read what is served. Else empty."""
    if os.geteuid() != 0 or namespace_prefix():
        return ""
    if closed_parent(home / "run"):
        return "root"
    hand_over(home / "cache")
    nobody = pwd.getpwuid(NOBODY)
    return f"{nobody.pw_name} {grp.getgrgid(nobody.pw_gid).gr_name}"


def _known_key(keys: tuple[str, ...]) -> str:
    """A regular expression for `key=`; `option.*` stands for any key of that family."""
    families = (re.escape(key).replace(r"\*", "[^=&]+") for key in keys)
    return f"(?:{'|'.join(families)})="


def _quotable(path: Path) -> str:
    """As it stands between quotes in nginx.conf, where `$` would begin a variable."""
    if set(str(path)) & set('$"\\\n'):
        raise ValueError(f'nginx cannot name {path}. Use a folder without $, " and backslash in its path.')
    return str(path)
