"""`souk check`: the boundaries, each violation with file, line, rule and fix."""

from __future__ import annotations

from pathlib import Path

from cli.check import (
    ambient,
    budgets,
    cached,
    callee_codes,
    calls,
    circles,
    elements,
    error_codes,
    floor_plan,
    fresh,
    imports,
    log_fields,
    mails,
    messages,
    migrations,
    openapi,
    people,
    rooms_inside,
    service_names,
    sizes,
    web,
    web_exports,
    web_modules,
)
from cli.check.api_base import base_of
from cli.check.sources import Sources
from cli.check.violation import Violation
from cli.manifest import System, load

__all__ = ["Violation", "main", "run"]


def run(root: Path) -> list[Violation]:
    system = load(root / "souk.toml")  # as written: this run's moved ports are no part of the repository
    sources = Sources(root)
    found = [
        *imports.violations(sources),
        *floor_plan.violations(sources),
        *circles.violations(sources),
        *error_codes.violations(sources),
        *rooms_inside.violations(sources),
        *ambient.violations(sources),
        *log_fields.violations(sources),
        *sizes.violations(sources),
        *callee_codes.violations(root, sources),
        *calls.violations(sources, system),
        *service_names.violations(sources, system),
        *web.violations(sources),
        *elements.violations(system),
        *web_modules.violations(sources),
        *web_exports.violations(sources),
        *messages.violations(system),
        *mails.violations(system),
        *migrations.violations(system),
        *fresh.violations(system),
        *openapi.violations(root),
        *cached.violations(system),
        *people.violations(system),
        *budgets.violations(system),
    ]
    return sorted(set(found), key=lambda violation: (violation.warning, violation))


def main(system: System) -> int:
    found = run(system.root)
    for violation in found:
        print(violation)
    base = base_of(system.root)
    print(f"APIs are compared with {base.commit[:12]} ({base.why}).")
    failures = sum(not violation.warning for violation in found)
    print(f"souk check: {failures} violations, {len(found) - failures} warnings")
    return 1 if failures else 0
