"""Who connects to whom, from souk.toml: what Kubernetes' network policies allow, and nothing else."""

from __future__ import annotations

from urllib.parse import urlsplit

from cli.containers.names import GATEWAY, host_of_mfe
from cli.manifest import System
from cli.manifest_rules import REFRESH_SECRET


def network_of(system: System) -> dict[str, list[str]]:
    """Each part with those that may connect to it, in order; servers and DNS are the same for every service."""
    callers: dict[str, list[str]] = {GATEWAY: []}
    for name, service in system.services.items():
        zones = [host_of_mfe(zone.name) for zone in system.zones if name in zone.calls]
        callers[name] = [GATEWAY, *zones, *system.callers_of(name)]
        if REFRESH_SECRET in service.needs:
            callers[GATEWAY].append(name)
    for zone in system.zones:
        callers[host_of_mfe(zone.name)] = [GATEWAY]
    return callers


def port_of_legacy(system: System) -> int | None:
    """Where the gateway asks the old site, if there is one."""
    url = urlsplit(system.legacy.url if system.legacy else "")
    return (url.port or {"http": 80, "https": 443}[url.scheme]) if url.netloc else None
