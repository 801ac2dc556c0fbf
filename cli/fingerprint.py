"""One value for the content of many files: unchanged means that the work on them need not be done again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

MADE = frozenset(
    {"node_modules", ".next", ".turbo", "dist", "coverage", "test-results", "playwright-report", "__pycache__"}
)
MADE_BELOW = frozenset({"together/src", "together/public", "public/texts"})
MADE_FILES = frozenset({"next-env.d.ts", ".texts.json"})


def fingerprint(root: Path, places: Iterable[str]) -> str:
    """Of all files at these places, by path and content; what a build makes does not count."""
    digest = hashlib.sha256()
    for file in sorted(file for place in places for file in files_at(root / place)):
        digest.update(os.fsencode(file.relative_to(root)) + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def files_at(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
    for folder, folders, files in os.walk(place):
        folders[:] = [name for name in folders if name not in MADE and f"{Path(folder).name}/{name}" not in MADE_BELOW]
        for name in files:
            file = Path(folder, name)
            if file.is_file() and file.suffix != ".tsbuildinfo" and name not in MADE_FILES:
                yield file
