"""The gateway's configuration as its image holds it; made while the image is built.

    python -m cli.containers.gateway FOLDER

What a place alone knows (its address, its resolver, its secrets) is left as `@name@`; deploy/gateway/start.sh fills
that in when the container starts.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

from cli.addresses import SERVERS
from cli.containers.names import WEB, host_of_mfe, secret_variable
from cli.keeper.housekeeping import ROOM
from cli.manifest import System, load
from cli.manifest_rules import REFRESH_SECRET
from cli.render.gateway_files import write_configuration
from cli.render.legacy import legacy_facts
from cli.render.runtime import OTHER_FILES, WORKER_CONNECTIONS, facts_of

# Where start.sh puts what may be written.
PLACE = "/tmp/gateway"  # noqa: S108 (the container's own, and the only place that can be written)
WORKERS = 2
# What it keeps there of answers and of pictures: a third of that place is left to requests on their way.
PAGES_MB, PICTURES_MB = 320, 320


def render_gateway(system: System, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as home:
        facts = {**facts_of(system, Path(home), SERVERS["board"]), **_of_container(system)}
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    write_configuration(system, folder, facts)


def _of_container(system: System) -> dict[str, object]:
    return {
        "worker_user": "",
        "workers": WORKERS,
        "connections": WORKER_CONNECTIONS,
        "files": 2 * WORKER_CONNECTIONS + OTHER_FILES,
        "listen": "0.0.0.0",  # noqa: S104 (inside its container)
        "run": f"{PLACE}/run",
        "room": f"{PLACE}/run/{ROOM}",
        "cache": f"{PLACE}/cache/nginx",
        "cache_mb": PAGES_MB,
        "temp": f"{PLACE}/cache/temp",
        "mfe": f"{WEB}/mfe",
        "zone_files": f"{WEB}/zones",
        "remotes": f"{WEB}/remotes.json",
        "canaries": "",
        "given": "",
        "media": "/srv/media",
        "media_root": "/srv",
        "bucket": SimpleNamespace(scheme="@bucket_scheme@", netloc="@bucket_host@", path="@bucket_path@"),
        "beyond_folder": "@beyond_folder@",
        "media_cache": f"{PLACE}/cache/media",
        "media_cache_mb": PICTURES_MB,
        "service_hosts": {name: f"{name}@domain@" for name in system.services},
        "zone_hosts": {zone.name: f"{host_of_mfe(zone.name)}@domain@" for zone in system.zones},
        "resolver": "@resolver@",
        "legacy": legacy_facts(system, "@resolver@"),
        "sampled": "5%",
        "share": lambda most: f"@share:{most}@",
        "public_files": {zone.name: _public_files(system, zone.name) for zone in system.zones},
        "board": "",
        "public_host": "@public_host@",
        "scheme": "@scheme@",
        "transport_security": "@transport_security@",
        "refresh_secrets": [
            f"@{secret_variable(service.name, REFRESH_SECRET)}@"
            for service in system.services.values()
            if REFRESH_SECRET in service.needs
        ],
    }


def _public_files(system: System, zone: str) -> list[str]:
    folder = system.root / "web" / "apps" / zone / "public"
    entries = sorted(folder.iterdir()) if folder.is_dir() else []
    return [f"{entry.name}/" if entry.is_dir() else entry.name for entry in entries]


if __name__ == "__main__":
    render_gateway(load("souk.toml"), Path(sys.argv[1]))
