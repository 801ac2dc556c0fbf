"""Migrations run by their numbers: two of one number have no order, and no shop opens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from cli.check.violation import Violation
from cli.manifest import System

FIX = "Give the later one the next free number. Where it has run already, fill that database anew."


def violations(system: System) -> Iterator[Violation]:
    folders = [f"services/{name}/migrations" for name in system.services]
    for folder in (*folders, "kit/data/sql"):
        numbered: dict[str, list[Path]] = defaultdict(list)
        for file in sorted((system.root / folder).glob("*.sql")):
            numbered[file.name.partition("_")[0]].append(file)
        for number, files in numbered.items():
            for file in files[1:]:
                cause = f"Migration {number} is {files[0].name} as well."
                yield Violation(file.relative_to(system.root), 1, "migrations", cause, FIX)
