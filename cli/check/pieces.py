"""Which pieces of other MFEs each page of a zone mounts, read from its imports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cli.check.sources import WebFile
from cli.manifest import Mfe

# `<Remote id="cart/MiniCart" …>`; a federated page's own piece is not counted: it is the page.
MOUNTED = re.compile(r"<Remote\b[^>]*?\bid=\{?['\"](\w+/\w+)['\"]")
SUFFIXES = ("", ".tsx", ".ts", "/index.tsx", "/index.ts")


@dataclass(frozen=True, slots=True)
class Page:
    path: str
    file: Path
    pieces: frozenset[str]
    is_federated: bool


def pages_of(root: Path, zone: Mfe) -> Iterator[Page]:
    pages = root / "web" / "apps" / zone.name / "src" / "pages"
    around = _pieces_in(root, pages / "_app.tsx", set())
    for file in sorted(pages.rglob("*.tsx")):
        if file.name.startswith("_") or file.stem in ("404", "500"):
            continue
        inside = file.relative_to(pages).with_suffix("").as_posix()
        path = "/" + re.sub(r"(^|/)index$", "", inside)
        federated = "remotePage(" in file.read_text("utf-8")
        pieces = around | _pieces_in(root, file, set())
        yield Page(zone.base_path + path.rstrip("/") or "/", file.relative_to(root), frozenset(pieces), federated)


def _pieces_in(root: Path, file: Path, seen: set[Path]) -> set[str]:
    if file in seen or not file.is_file():
        return set()
    seen.add(file)
    source = WebFile(file.relative_to(root), file.read_text("utf-8"))
    found = set(MOUNTED.findall(source.code))
    for imported in source.imports:
        target = _resolved(root, file, imported.module)
        found |= _pieces_in(root, target, seen) if target else set()
    return found


def _resolved(root: Path, importer: Path, module: str) -> Path | None:
    """Relative files, and the shell, whose frame stands around every page."""
    if module.startswith("."):
        start = importer.parent / module
    elif module == "@souk/shell":
        start = root / "web" / "packages" / "shell" / "src" / "index"
    else:
        return None
    choices = (
        start.with_name(start.name + suffix) if not suffix.startswith("/") else start / suffix[1:]
        for suffix in SUFFIXES
    )
    return next((choice.resolve() for choice in choices if choice.is_file()), None)
