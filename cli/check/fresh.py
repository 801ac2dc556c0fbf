"""Generated files are what `souk render` would write now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path

from cli.check.violation import Violation
from cli.manifest import System
from cli.render.committed import leftovers, render_sources

FIX = "Run ./souk render and commit what it writes."


def violations(system: System) -> Iterator[Violation]:
    try:
        wanted = render_sources(system)
    except Exception as error:
        cause = f"A service cannot be built, so its document is unknown: {error}"
        yield Violation(Path("services"), 1, "generated-fresh", cause, "Mend that service first.")
        return
    yield from stale(system, wanted)


def stale(system: System, wanted: Mapping[Path, str]) -> Iterator[Violation]:
    for path, content in wanted.items():
        file = system.root / path
        if not file.is_file():
            yield Violation(path, 1, "generated-fresh", "It is generated, but missing.", FIX)
        elif (found := file.read_text("utf-8")) != content:
            yield Violation(
                path, _first_difference(found, content), "generated-fresh", "It is not what is rendered.", FIX
            )
    for path in leftovers(system, wanted):
        yield Violation(path, 1, "generated-fresh", "Nothing generates it any more.", FIX)


def _first_difference(found: str, wanted: str) -> int:
    pairs = zip_longest(found.splitlines(), wanted.splitlines())
    return next((number for number, (one, other) in enumerate(pairs, start=1) if one != other), 1)
