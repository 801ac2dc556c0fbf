"""How much JavaScript a page may bring, gzipped; looked at where a build exists."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cli.check.pieces import Page, pages_of
from cli.check.violation import Violation
from cli.manifest import Mfe, System

KB = 1024
FIRST_LOAD_KB = 95
# The wishlist's hearts and button bring a fourth remote; a product's page in all is held to 150 KB by a story.
FEDERATED_KB = {"/": 65, "/products": 63, "/products/[handle]": 67}
FEDERATED_ELSEWHERE_KB = 60
OWN_PAGES = ("/_app", "/_error", "/_document", "/404", "/500")
# Stands in the chunk that @souk/federation loads after the page; its group brings the store and the API with it.
RUNTIME = "souk_shell"
GROUP = re.compile(r'\[("static/chunks/[^"\]]+"(?:,"static/chunks/[^"\]]+")*)\]')


@dataclass(frozen=True, slots=True)
class Load:
    """JavaScript that one page brings, gzipped."""

    page: str
    file: Path
    kilobytes: float
    budget: int
    pieces: frozenset[str] = frozenset()


def violations(system: System) -> Iterator[Violation]:
    for load in (*first_loads(system), *first_loads(system.with_mfes_together())):
        if load.kilobytes > load.budget:
            cause = (
                f"{load.page} first loads {load.kilobytes:.1f} KB of JavaScript (gzip); {load.budget} is the budget."
            )
            fix = "Load what is not needed for the first view later (import()), or leave it out."
            yield Violation(load.file, 1, "first-load-budget", cause, fix)
    for load in federated_loads(system):
        if load.kilobytes > load.budget:
            mounted = f"{load.page} mounts {', '.join(sorted(load.pieces))}"
            cause = f"{mounted}: {load.kilobytes:.1f} KB (gzip); {load.budget} is the budget."
            yield Violation(load.file, 1, "federated-budget", cause, "Make the pieces lighter, or mount fewer.")


def first_loads(system: System) -> Iterator[Load]:
    """What stands in a page's HTML."""
    for zone, app, built in _built_zones(system):
        shared = built["pages"].get("/_app", [])
        for page, files in built["pages"].items():
            if page not in OWN_PAGES:
                scripts = (app / ".next" / file for file in {*shared, *files} if file.endswith(".js"))
                size = _kilobytes(scripts)
                path = (zone.base_path + page).rstrip("/") or "/"
                yield Load(path, _page_file(system.root, app, page), size, FIRST_LOAD_KB)


def federated_loads(system: System) -> Iterator[Load]:
    """What the pieces that a page mounts bring after it."""
    for zone, app, built in _built_zones(system):
        runtime = _runtime_chunks(app / ".next", built)
        for page in pages_of(system.root, zone):
            if not page.is_federated and page.pieces:
                size = _kilobytes([*runtime, *_files_of(system, page)])
                budget = FEDERATED_KB.get(page.path, FEDERATED_ELSEWHERE_KB)
                yield Load(page.path, page.file, size, budget, page.pieces)


def _built_zones(system: System) -> Iterator[tuple[Mfe, Path, dict[str, Any]]]:
    for zone in system.zones:
        app = system.root / zone.folder
        manifest = app / ".next" / "build-manifest.json"
        if manifest.is_file():
            yield zone, app, json.loads(manifest.read_text("utf-8"))


def _runtime_chunks(build: Path, built: dict[str, Any]) -> set[Path]:
    """What the first mounted piece makes a page load, whatever the piece is."""
    first = {build / file for files in built["pages"].values() for file in files if file.endswith(".js")}
    texts = {file: file.read_text("utf-8") for file in (build / "static" / "chunks").rglob("*.js")}
    marked = {file for file, text in texts.items() if RUNTIME in text and file not in first}
    groups = (
        {build / name.strip('"') for name in group.split(",")}
        for text in texts.values()
        for group in GROUP.findall(text)
    )
    return marked.union(*(group for group in groups if group & marked)) - first


def _files_of(system: System, page: Page) -> Iterator[Path]:
    for piece in page.pieces:
        mfe, name = piece.split("/")
        built = system.root / system.mfes[mfe].sources / "dist" / "mfe"
        manifest = built / "mf-manifest.json"
        if not manifest.is_file():
            continue
        yield built / "remoteEntry.js"
        for exposed in json.loads(manifest.read_text("utf-8")).get("exposes", []):
            if exposed["name"] == name:
                # `async` names what an import() inside the piece may load later.
                yield from (built / file for file in exposed["assets"]["js"]["sync"])


def _page_file(root: Path, app: Path, page: str) -> Path:
    pages = app / "src" / "pages"
    name = page.strip("/") or "index"
    choices = (pages / f"{name}.tsx", pages / name / "index.tsx")
    return next((file for file in choices if file.is_file()), pages).relative_to(root)


def _kilobytes(files: Iterable[Path]) -> float:
    return sum(_gzipped(file) for file in {*files} if file.is_file()) / KB


@lru_cache
def _gzipped(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 6))
