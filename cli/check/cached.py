"""What the gateway keeps must be the same for everyone, and depend on nothing that the gateway drops."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from cli.check.violation import Violation
from cli.manifest import System
from cli.manifest_lines import Lines

MANIFEST = Path("souk.toml")
API = "/api/v1"


def violations(system: System) -> Iterator[Violation]:
    lines = Lines((system.root / MANIFEST).read_text("utf-8"))
    for service in system.services.values():
        file = system.root / "contracts" / "openapi" / f"{service.name}.json"
        if not file.is_file():
            continue
        reads = _reads(json.loads(file.read_text("utf-8")))
        for kept in service.cached:
            line = lines.of(("service", service.name, "cached"), kept)
            below = {path: read for path, read in reads.items() if path.startswith(API + kept)}
            for cause, fix in _problems(kept, below, system.gateway.query_keys):
                yield Violation(MANIFEST, line, "cached-for-all", f"service.{service.name}: {cause}", fix)


def _reads(document: dict[str, Any]) -> dict[str, Any]:
    return {path: operations["get"] for path, operations in document["paths"].items() if "get" in operations}


def _problems(kept: str, reads: dict[str, Any], known: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if not reads:
        yield f"{kept} is kept, but there is no such read.", f"Remove {kept} from cached."
    for path, read in reads.items():
        callers = set(read.get("x-callers", ["unknown"]))
        if callers != {"anyone"}:
            cause = f"GET {path} is kept, but its answer depends on who asks ({', '.join(sorted(callers))})."
            yield cause, "Keep it out of cached, or move what is personal to another path."
        for parameter in read.get("parameters", []):
            name = parameter["name"]
            if parameter["in"] == "query" and not any(fnmatch(name, key) for key in known):
                yield f"GET {path} reads {name}, which the gateway drops.", f'Add "{name}" to query_keys of [gateway].'
            if parameter["in"] in ("header", "cookie"):
                cause = f"GET {path} reads the {parameter['in']} {name}, which a kept answer never sees."
                yield cause, "Take it out of the route, or keep the route out of cached."
