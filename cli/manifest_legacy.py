"""What [legacy] of souk.toml must fulfil beyond its types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cli.manifest_lines import Lines
from cli.manifest_rules import GATEWAY_PATHS, PATH
from cli.refusals import Problem

if TYPE_CHECKING:
    from cli.manifest_tables import Legacy, Tables

# No white space, no control characters, and nothing that ends a quoted word of the gateway's configuration.
ADDRESS = re.compile(r'^/(?![/\\])[^\s"\\{}#]*')


def legacy_problems(tables: Tables, lines: Lines) -> Iterator[Problem]:
    legacy = tables.legacy
    if legacy is None:
        return
    if legacy.url and urlsplit(legacy.url).netloc == urlsplit(tables.souk.public_url).netloc:
        cause = "legacy.url is the shop's own address: the old site would be asked through the gateway for ever."
        yield Problem(
            lines.of(("legacy", "url")), cause, "Give the old site an address of its own; say host for its name."
        )
    if not legacy.url and (legacy.keeps or legacy.host):
        cause = "legacy names no url, so there is nobody to keep anything."
        yield Problem(lines.of(("legacy",)), cause, 'Write url = "https://…", or leave [legacy.moved] alone.')
    for path in legacy.keeps:
        line = lines.of(("legacy", "keeps"), path)
        if not PATH.fullmatch(path):
            yield Problem(line, f"{path} is no path.", "Write it as /words-with-hyphens.")
        elif _is_at(path, _reserved(tables)):
            yield Problem(line, f"The gateway answers {path} itself.", "Leave it out of keeps.")
    yield from _moved(legacy, _reserved(tables), lines)


def _reserved(tables: Tables) -> tuple[str, ...]:
    return (*GATEWAY_PATHS, *(f"/{name}-service" for name in tables.service))


def _is_at(path: str, places: tuple[str, ...]) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in places)


def _moved(legacy: Legacy, reserved: tuple[str, ...], lines: Lines) -> Iterator[Problem]:
    for old, new in legacy.moved.items():
        line = lines.of(("legacy", "moved", old))
        for address in (old, new):
            if not ADDRESS.fullmatch(address) or "*" in address.removesuffix("/*"):
                cause = f"{address} is no address of this shop."
                yield Problem(line, cause, "Write it as a path with / first; /* may end both sides.")
        if new.endswith("/*") and not old.endswith("/*"):
            yield Problem(line, f"{old} is one address and {new} are many.", "End both with /*, or neither.")
        if old == "/*" or _is_at(old, reserved):
            yield Problem(line, f"The gateway answers {old} itself.", "Choose what the old site had.")
        if leads := _leads_on(new, legacy):
            yield Problem(line, f"{old} leads to {new}, which is moved too, by {leads}.", "Lead straight to the end.")


def _leads_on(address: str, legacy: Legacy) -> str | None:
    """Chains cost a visitor a round trip each, and circles never end."""
    path = address.partition("?")[0].lower()
    for old in legacy.moved:
        if old.lower() in (address.lower(), path) or (old.endswith("/*") and path.startswith(old[:-1].lower())):
            return old
    return None
