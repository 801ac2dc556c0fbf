"""A service whose tables hold what is somebody's tells and forgets it when it is asked (kit/people.py)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cli.check.violation import Violation
from cli.manifest import Service, System
from cli.manifest_lines import Lines
from kit.names import ASKER

MANIFEST = Path("souk.toml")
ROUTES = tuple(f"/api/v1/people/{verb}" for verb in ("held", "under-way", "forget"))
# Columns that say whose a row is, or who they are. (What staff did is theirs as employees: made_by, assignee_id.)
PERSONAL = re.compile(
    r"^\s*(?:alter table \w+ )?(?:add column )?"
    r"((?:customer|guest|account|author|voter|user|visitor|shopper)_id|owner|(?:\w+_)?email|(?:\w+_)?phone|recipient)"
    r"\s+(?:uuid|text|jsonb|bytea)\b",
    re.MULTILINE,
)
FIX = "Say holds_people = true in souk.toml, and give its Service people=…, a PostgresPeople (kit/data/people.py)."


def violations(system: System) -> Iterator[Violation]:
    lines = Lines((system.root / MANIFEST).read_text("utf-8"))
    for service in system.services.values():
        if not service.holds_people:
            yield from _unsaid(system.root, service)
        elif service.name != ASKER:
            missing = [route for route in ROUTES if not _asked(system.root, service, route)]
            if missing and _document(system.root, service) is not None:
                line = lines.of(("service", service.name, "holds_people"))
                cause = (
                    f"service.{service.name} holds people, but {ASKER} cannot ask it: {', '.join(missing)} is missing."
                )
                fix = "Give its Service people=…, a PostgresPeople (kit/data/people.py), and run ./souk render."
                yield Violation(MANIFEST, line, "holds-people", cause, fix)


def _unsaid(root: Path, service: Service) -> Iterator[Violation]:
    for file in sorted((root / "services" / service.name / "migrations").glob("*.sql")):
        text = file.read_text("utf-8")
        for found in PERSONAL.finditer(text):
            line = text.count("\n", 0, found.start(1)) + 1
            cause = f"{found[1]} is somebody's, and nobody asks {service.name} for it."
            yield Violation(file.relative_to(root), line, "holds-people", cause, FIX)
    if _asked(root, service, ROUTES[0]):
        cause = f"service.{service.name} has the routes about people, but souk.toml does not say so: nobody asks it."
        yield Violation(MANIFEST, 1, "holds-people", cause, f"Say holds_people = true in [service.{service.name}].")


def _asked(root: Path, service: Service, route: str) -> bool:
    document = _document(root, service) or {}
    callers = document.get("paths", {}).get(route, {}).get("post", {}).get("x-callers", [])
    return callers == [f"service:{ASKER}"]


def _document(root: Path, service: Service) -> dict[str, Any] | None:
    file = root / "contracts" / "openapi" / f"{service.name}.json"
    return json.loads(file.read_text("utf-8")) if file.is_file() else None
