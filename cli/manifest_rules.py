"""What souk.toml must fulfil beyond its types; every problem names its line and its fix."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from cli.manifest_lines import Lines
from cli.refusals import Problem
from kit.names import AUDITED

if TYPE_CHECKING:
    from cli.manifest_tables import Mfe, Tables

NAME = re.compile(r"^[a-z][a-z0-9]*$")
PATH = re.compile(r"^/$|^(/[a-z0-9-]+)+$")
QUERY_KEY = re.compile(r"^[a-z_]+(\.\*)?$")
SIGNING_KEY = "signing_key"
# The gateway knows it too: who has it makes an address be fetched anew.
REFRESH_SECRET = "refresh_secret"  # noqa: S105 (its name)
NEED = re.compile(rf"^({SIGNING_KEY}|[a-z]+(_[a-z]+)*_secret)$")
EVENT = re.compile(r'(?m)^class \w+\([^)]*\bsubject="([^"]*)"')
SUBJECT = re.compile(r"^[a-z][a-z0-9]*\.[a-z]+(-[a-z]+)*\.v[1-9][0-9]*$")
HIGHEST_PORT = 65535
FRAMEWORKS = {"react": "React", "element": "web components"}  # of those that are no zones
API_PATHS = ("cached", "credentials", "uploads")  # keys of a service that name paths of its API
GATEWAY_PATHS = ("/mfe", "/media", "/health", "/_souk", "/souk", "/_next")  # the gateway answers these itself


def did_you_mean(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"Did you mean {close[0]}?" if close else f"Known are: {', '.join(sorted(known)) or 'none'}."


def subjects_in(contracts: Path) -> frozenset[str]:
    """The event names declared by `class X(Event, subject="…")`; read, not imported: that costs nothing."""
    texts = (file.read_text("utf-8") for file in sorted(contracts.glob("*.py")))
    return frozenset(found[1] for text in texts for found in EVENT.finditer(text))


def find_problems(tables: Tables, lines: Lines, subjects: frozenset[str]) -> list[Problem]:
    return [
        *_head(tables, lines),
        *_names(tables, lines),
        *port_problems(tables, lines),
        *_needs(tables, lines),
        *_calls(tables, lines),
        *_mounts(tables, lines),
        *_events(tables, lines, subjects),
        *_paths(tables, lines),
        *_paths_of_apis(tables, lines),
    ]


def _head(tables: Tables, lines: Lines) -> Iterator[Problem]:
    zone = tables.souk.time_zone
    if not _is_time_zone(zone):
        cause = f"{zone} is no time zone."
        yield Problem(lines.of(("souk", "time_zone")), cause, did_you_mean(zone, available_timezones()))
    named = tables.souk.languages
    if named and tables.souk.locale not in named:
        cause = f"souk.locale is {tables.souk.locale}, which is none of its languages."
        yield Problem(lines.of(("souk", "locale")), cause, did_you_mean(tables.souk.locale, named))
    of_code: dict[str, str] = {}
    for locale in named:
        other = of_code.setdefault(locale.split("-")[0], locale)
        if other != locale:
            cause = f"{other} and {locale} would have the same addresses."
            yield Problem(lines.of(("souk", "languages", locale)), cause, "Keep one of them.")


def _is_time_zone(name: str) -> bool:
    """To list all of them, six hundred files are opened."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return False
    return True


def _names(tables: Tables, lines: Lines) -> Iterator[Problem]:
    for kind, entries in (("service", tables.service), ("mfe", tables.mfe)):
        for key, entry in entries.items():
            line = lines.of((kind, key))
            if not NAME.match(key):
                cause = f"{key} is no name for a {kind}: it becomes a package, a database and a path."
                yield Problem(line, cause, "Use one word of small letters and digits.")
            if entry.name != key:
                yield Problem(lines.of((kind, key, "name")), f"{kind}.{key} is named twice.", "Remove name.")


def port_problems(tables: Tables, lines: Lines) -> list[Problem]:
    return list(_ports(tables, lines))


def _ports(tables: Tables, lines: Lines) -> Iterator[Problem]:
    taken: dict[int, str] = {}
    entries = [
        (("gateway",), tables.gateway.port),
        *((("service", name), service.port) for name, service in tables.service.items()),
        *((("mfe", name), mfe.port) for name, mfe in tables.mfe.items()),
    ]
    for where, port in entries:
        part, line = ".".join(where), lines.of((*where, "port"))
        if port in taken:
            cause = f"{part} and {taken[port]} both have port {port}."
            yield Problem(line, cause, "Give one of them a free port.")
        if port > HIGHEST_PORT:
            yield Problem(line, f"Port {port} of {part} is beyond {HIGHEST_PORT}.", "Move the ports less far.")
        taken.setdefault(port, part)


def _needs(tables: Tables, lines: Lines) -> Iterator[Problem]:
    signers = [name for name, service in tables.service.items() if SIGNING_KEY in service.needs]
    for name, service in tables.service.items():
        for need in service.needs:
            line = lines.of(("service", name, "needs"), need)
            if not NEED.match(need):
                cause = f"service.{name} needs {need}, which the launcher cannot make."
                yield Problem(line, cause, f'Write "{SIGNING_KEY}", or a name that ends in "_secret".')
            elif need == SIGNING_KEY and name != signers[0]:
                cause = f"service.{signers[0]} and service.{name} both need the {SIGNING_KEY}: one alone may sign."
                yield Problem(line, cause, f"Leave it to one of them, and have service.{name} ask that one.")
        yield from _repeated(f"service.{name}", "needs", service.needs, lines)


def _calls(tables: Tables, lines: Lines) -> Iterator[Problem]:
    for kind, entries in (("service", tables.service), ("mfe", tables.mfe)):
        for name, entry in entries.items():
            for callee in entry.calls:
                line = lines.of((kind, name, "calls"), callee)
                if callee not in tables.service:
                    cause = f"{kind}.{name} calls {callee}, which is no service."
                    yield Problem(line, cause, did_you_mean(callee, tables.service))
                elif kind == "service" and callee == name:
                    yield Problem(line, f"service.{name} calls itself.", f"Remove {callee} from its calls.")
            yield from _repeated(f"{kind}.{name}", "calls", entry.calls, lines)


def _mounts(tables: Tables, lines: Lines) -> Iterator[Problem]:
    for name, mfe in tables.mfe.items():
        for mounted in mfe.mounts:
            line = lines.of(("mfe", name, "mounts"), mounted)
            if mounted not in tables.mfe:
                cause = f"mfe.{name} mounts {mounted}, which is no MFE."
                yield Problem(line, cause, did_you_mean(mounted, tables.mfe))
            elif mounted == name:
                yield Problem(line, f"mfe.{name} mounts itself.", f"Remove {mounted} from its mounts.")
        yield from _repeated(f"mfe.{name}", "mounts", mfe.mounts, lines)


def _events(tables: Tables, lines: Lines, subjects: frozenset[str]) -> Iterator[Problem]:
    published = {AUDITED, *(subject for service in tables.service.values() for subject in service.publishes)}
    for name, service in tables.service.items():
        for subject in service.publishes:
            line = lines.of(("service", name, "publishes"), subject)
            if not SUBJECT.match(subject) or not subject.startswith(f"{name}."):
                cause = f"service.{name} publishes {subject}, which is no name for a fact of its own."
                yield Problem(line, cause, f'Write it as "{name}.what-happened.v1".')
            elif subject not in subjects:
                cause = f"No event in contracts/ has subject {subject}."
                yield Problem(line, cause, f"Declare it in contracts/{name}.py. {did_you_mean(subject, subjects)}")
        for subject in service.follows:
            if subject not in published:
                line = lines.of(("service", name, "follows"), subject)
                cause = f"service.{name} follows {subject}, which nobody publishes."
                yield Problem(line, cause, did_you_mean(subject, published))
        yield from _repeated(f"service.{name}", "publishes", service.publishes, lines)
        yield from _repeated(f"service.{name}", "follows", service.follows, lines)


def _paths(tables: Tables, lines: Lines) -> Iterator[Problem]:
    taken: dict[str, str] = {}
    reserved = (*GATEWAY_PATHS, *(f"/{name}-service" for name in tables.service))
    for name, mfe in tables.mfe.items():
        keys = {**dict.fromkeys(mfe.zone_paths, "paths"), **dict.fromkeys(mfe.pages, "pages")}
        for path, key in keys.items():
            line = lines.of(("mfe", name, key), path)
            if not PATH.match(path):
                yield Problem(line, f"{path} is no path.", "Write it as /words-with-hyphens.")
            if path in taken:
                cause = f"mfe.{name} and mfe.{taken[path]} both answer {path}."
                yield Problem(line, cause, "Leave the path to one of them.")
            if path.startswith(reserved):
                yield Problem(line, f"The gateway answers {path} itself.", "Choose another path.")
            taken.setdefault(path, name)
        yield from _shape(name, mfe, lines)
    if tables.mfe and taken.get("/") is None:
        yield Problem(lines.of(("mfe",)), 'No MFE answers "/".', 'Give the host paths = ["/"].')


def _shape(name: str, mfe: Mfe, lines: Lines) -> Iterator[Problem]:
    if not mfe.is_zone and mfe.zone_paths:
        cause = f"mfe.{name} is {FRAMEWORKS[mfe.framework]} and serves no paths itself: the host mounts its pages."
        yield Problem(lines.of(("mfe", name, "paths")), cause, 'Write pages = { "/path" = "ExposedPage" }.')
    if mfe.is_zone and not mfe.zone_paths:
        yield Problem(lines.of(("mfe", name)), f"mfe.{name} is a zone without paths.", 'Add paths = ["/…"].')
    if mfe.is_zone and mfe.pages:
        cause = f"mfe.{name} is a zone: it serves its pages itself."
        yield Problem(lines.of(("mfe", name, "pages")), cause, "Name them in paths.")
    if mfe.is_element and mfe.mounts:
        cause = f"mfe.{name} is web components and mounts no piece of another: it has no <Remote>."
        yield Problem(lines.of(("mfe", name, "mounts")), cause, "Remove mounts.")
    if mfe.is_element and (not mfe.in_folder or mfe.in_folder.startswith("web/")):
        cause = f"mfe.{name} is web components, which lie in a folder of their own, outside of the web's workspace."
        yield Problem(lines.of(("mfe", name, "folder")), cause, f'Write folder = "elements/{name}", or where it is.')
    if not mfe.is_element and mfe.in_folder:
        cause = f"mfe.{name} is a package of the web's workspace, which lies in web/apps/{name}."
        yield Problem(lines.of(("mfe", name, "folder")), cause, "Remove folder.")


def _repeated(part: str, key: str, values: Sequence[str], lines: Lines) -> Iterator[Problem]:
    for value in sorted({value for value in values if values.count(value) > 1}):
        line = lines.of((*part.split("."), key), value)
        yield Problem(line, f"{part} names {value} twice in {key}.", "Remove one.")


def _paths_of_apis(tables: Tables, lines: Lines) -> Iterator[Problem]:
    for name, service in tables.service.items():
        for kind in API_PATHS:
            for path in getattr(service, kind):
                if not PATH.match(path) or path == "/":
                    line = lines.of(("service", name, kind), path)
                    yield Problem(line, f"{path} is no path of an API.", "Write it as below /api/v1, like /products.")
    for key in tables.gateway.query_keys:
        if not QUERY_KEY.match(key):
            line = lines.of(("gateway", "query_keys"), key)
            yield Problem(line, f"{key} is no query key.", "Write it as small_letters, or family.* for many.")
