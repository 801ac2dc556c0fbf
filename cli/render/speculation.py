"""Which pages a browser may render before they are asked for."""

from __future__ import annotations

from cli.manifest import System
from cli.render.legacy import host_pages


def speculation_rules(system: System) -> dict[str, object]:
    """Hover prerenders public pages; what is personal or has effects is left to a real click."""
    services = [f"{service.path}/*" for service in system.services.values()]
    places = [language.prefix + path for language in system.languages for path in federated(system)]
    personal = [pattern for path in places for pattern in (path, f"{path}/*")]
    left_out = [*personal, *services, "/mfe/*", "/media/*", "/_souk/*", "/souk", "/souk/*", "/health"]
    where = {
        "and": [
            {"href_matches": _prerendered(system)},
            {"not": {"href_matches": left_out}},
            {"not": {"selector_matches": "[rel~=nofollow], [download], [target]"}},
        ]
    }
    return {"prerender": [{"where": where, "eagerness": "moderate"}]}


def _prerendered(system: System) -> list[str] | str:
    """Pages of this shop alone: to look at one of an old site may have effects."""
    if not (system.legacy and system.legacy.url):
        return "/*"
    zones = (path for mfe in system.mfes.values() for path in mfe.zone_paths if path != "/")
    own = ["/", *host_pages(system), *(pattern for path in zones for pattern in (path, f"{path}/*"))]
    kept = {pattern for path in system.legacy.keeps for pattern in (path, f"{path}/*")}
    return [language.prefix + path for language in system.languages for path in own if path not in kept]


def federated(system: System) -> list[str]:
    """Paths where the host mounts pages of React MFEs."""
    return [path for mfe in system.mfes.values() for path in mfe.pages]
