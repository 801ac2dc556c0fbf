"""Migrations run by their numbers: two of one number have no order, and no shop opens.

One that takes away what an older version uses says so in its first line, so that it waits until none is at work.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from cli.check.violation import Violation
from cli.manifest import System

FIX = "Give the later one the next free number. Where it has run already, fill that database anew."
UNMARKED = "Begin the file with `-- contract: why`, or where no version loses anything by it, with `-- expand: why`."
MARKED = re.compile(r"\A-- (contract|expand)\b")
NOT_SQL = re.compile(r"--[^\n]*|'(?:[^']|'')*'")
TAKES_AWAY = re.compile(
    r"\bdrop\s+(?:table|column|view|function|type)\b|\brename\b|\balter\s+column\s+\w+\s+(?:type|set\s+data|set\s+not\s+null)\b",
    re.IGNORECASE,
)


def violations(system: System) -> Iterator[Violation]:
    folders = [f"services/{name}/migrations" for name in system.services]
    for folder in (*folders, "kit/data/sql"):
        numbered: dict[str, list[Path]] = defaultdict(list)
        for file in sorted((system.root / folder).glob("*.sql")):
            numbered[file.name.partition("_")[0]].append(file)
            yield from _unmarked(file, system.root)
        for number, files in numbered.items():
            for file in files[1:]:
                cause = f"Migration {number} is {files[0].name} as well."
                yield Violation(file.relative_to(system.root), 1, "migrations", cause, FIX)


def _unmarked(file: Path, root: Path) -> Iterator[Violation]:
    text = file.read_text("utf-8")
    if MARKED.match(text):
        return
    sql = NOT_SQL.sub(lambda found: " " * len(found[0]), text)  # of the same length, so that lines stay
    if found := TAKES_AWAY.search(sql):
        line = text[: found.start()].count("\n") + 1
        said = " ".join(found[0].lower().split())
        yield Violation(
            file.relative_to(root), line, "migrations", f"`{said}` takes away what an older version uses.", UNMARKED
        )
