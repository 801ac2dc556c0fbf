"""The running shop's own files: the gateway's configuration and what it serves itself."""

from __future__ import annotations

import grp
import json
import os
import pwd
import re
import resource
from collections.abc import Mapping
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cli.addresses import SERVERS
from cli.keeper.housekeeping import ROOM
from cli.keys import Keys
from cli.languages import Language
from cli.manifest import LOOPBACK, System
from cli.manifest_rules import REFRESH_SECRET
from cli.releases.choices import BUCKETS, Choice, reading
from cli.releases.kept import public_files_of
from cli.releases.pages import GIVEN, SOME, begin_pages, live_of, own_name
from cli.releases.pages import ON as ON_PAGES
from cli.releases.served import BUCKET_COOKIE, CANARIES, ON, REMOTES
from cli.render.gateway_answers import REFUSALS
from cli.render.legacy import authorities, legacy_facts
from cli.render.speculation import federated, speculation_rules
from cli.render.words import GENERATED
from kit.calls.keeping import CALLERS_KEEP_S
from kit.names import REFRESH_HEADER
from local.files import write_whole
from local.unprivileged import NOBODY, closed_parent, hand_over, namespace_prefix

CONFIGURATIONS = (
    "nginx.conf",
    "headers.conf",
    "upstream.conf",
    "forward.conf",
    "cached.conf",
    "page.conf",
    "refusals.conf",
    "refused.conf",
    "mime.types",
)
BUCKET_CONFIGURATION = "bucket.conf"
LEGACY_CONFIGURATIONS = ("legacy.conf", "legacy-maps.conf")
LEGACY_AUTHORITIES = "authorities.pem"
REFRESH_CONFIGURATION = "refresh.conf"  # holds a secret, so only its owner reads it
PAGES = ("down.html", "refused.html")
STYLE = "plain.css"
MEDIA_POLICY = "sandbox; default-src 'none'"
MAIL_POLICY = (
    f"{MEDIA_POLICY}; style-src 'unsafe-inline'; img-src data:"  # a mail has its styles in itself, and no scripts
)
POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "font-src": "'self'",
    "object-src": "'none'",
    "frame-src": "'none'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
# What a network that delivers assets may give to a page; modules of web components are fetched before an import.
OF_ASSETS = ("script-src", "style-src", "font-src", "connect-src")
# Believed by services, or by what they are built with, so never taken from outside.
INTERNAL_HEADERS = (
    "X-Service-Key",
    REFRESH_HEADER,
    "X-Souk-Caller",
    "X-User-Id",
    "X-Customer-Id",
    "X-Forwarded-Port",
    "X-Forwarded-Prefix",
    "X-Forwarded-Server",
    "X-Original-URL",
    "X-Rewrite-URL",
    "X-HTTP-Method-Override",
    "X-Middleware-Subrequest",
    "X-Now-Route-Matches",
    "X-Matched-Path",
    "Forwarded",
    "Proxy",
    "Baggage",
    "Tracestate",
    "Upgrade",
)
# The gateway says these itself, once.
OWN_HEADERS = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Strict-Transport-Security",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Speculation-Rules",
    "X-Request-Id",
    "X-Powered-By",
)
# What a store says beside a file, and who looks at it need not know.
BUCKET_HEADERS = (
    *("Cache-Control", "Expires", "Set-Cookie", "Vary", "Server", "X-Amz-Request-Id", "X-Amz-Id-2"),
    *("X-Amzn-RequestId", "X-Amz-Version-Id", "X-Amz-Server-Side-Encryption"),
)
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


def write_configuration(system: System, run: Path, facts: Mapping[str, object]) -> None:
    templates = system.root / "deploy" / "gateway"
    old_site = LEGACY_CONFIGURATIONS if facts["legacy"] else ()
    for name in (*CONFIGURATIONS, *([BUCKET_CONFIGURATION] if facts["bucket"] else ()), *old_site):
        write_whole(run / name, _rendered(templates, f"{name}.j2", facts))
    write_whole(run / REFRESH_CONFIGURATION, _rendered(templates, f"{REFRESH_CONFIGURATION}.j2", facts), 0o600)
    if system.legacy and system.legacy.url.startswith("https"):
        write_whole(run / LEGACY_AUTHORITIES, authorities())
    for language in system.languages:
        _write_pages(system.name, language, templates, run / "pages" / language.code)
    write_whole(run / "pages" / STYLE, (templates / STYLE).read_bytes())
    _write_json(run / "pages" / "speculation-rules.json", speculation_rules(system))


def _write_pages(shop: str, language: Language, templates: Path, folder: Path) -> None:
    """What the gateway says by itself, in one language."""
    texts = json.loads((templates / "messages" / f"{language.locale}.json").read_text("utf-8"))
    facts = {
        "shop_name": escape(shop),
        "locale": language.locale,
        "direction": language.direction,
        "home": language.prefix or "/",
        "texts": {key: escape(text) for key, text in texts.items()},
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name in PAGES:
        write_whole(folder / name, _rendered(templates, f"{name}.j2", facts))


def _caches(home: Path) -> tuple[Path, Path]:
    """Of pages and answers, and of pictures that lie elsewhere."""
    return home / "cache" / "nginx", home / "cache" / "media"


def policy_of(system: System) -> str:
    """Of every page that is the shop's own."""
    network = (system.assets.origin,) if system.assets.origin else ()
    others = dict.fromkeys(OF_ASSETS, network) | {"img-src": tuple(dict.fromkeys((*system.pictures.hosts, *network)))}
    said = {name: " ".join((own, *others.get(name, ()))) for name, own in POLICY.items()}
    return "; ".join(f"{name} {value}" for name, value in said.items())


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
        "temp": _quotable(home / "cache" / "temp"),
        "mfe": _quotable(home / "mfe"),
        "media": _quotable(home / "media"),
        "media_root": _quotable(home),
        "media_cache": _quotable(_caches(home)[1]),
        "bucket_headers": BUCKET_HEADERS,
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


def _rendered(templates: Path, name: str, facts: Mapping[str, object]) -> str:
    # Configuration: nothing of it comes from a stranger, and quotes must stay quotes. Of pages the facts come escaped.
    environment = Environment(  # noqa: S701 (what it renders is no HTML)
        loader=FileSystemLoader(templates),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name).render(facts)


def _quotable(path: Path) -> str:
    """As it stands between quotes in nginx.conf, where `$` would begin a variable."""
    if set(str(path)) & set('$"\\\n'):
        raise ValueError(f'nginx cannot name {path}. Use a folder without $, " and backslash in its path.')
    return str(path)


def _write_json(file: Path, content: object) -> None:
    write_whole(file, json.dumps(content, indent=2) + "\n")
