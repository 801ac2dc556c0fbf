"""How much JavaScript a page may bring, gzipped; looked at where a build exists."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from cli.check.pieces import Page, pages_of
from cli.check.violation import Violation
from cli.manifest import Mfe, System

KB = 1024
FIRST_LOAD_KB = 125
FEDERATED_KB = {"/": 90}
FEDERATED_ELSEWHERE_KB = 70
OWN_PAGES = ("/_app", "/_error", "/_document", "/404", "/500")
# Stands in the chunk that @souk/federation loads after the page; its group brings the store and the API with it.
RUNTIME = "_SOUK_FEDERATION_RUNTIME"
GROUP = re.compile(r'\[("static/chunks/[^"\]]+"(?:,"static/chunks/[^"\]]+")*)\]')


def violations(system: System) -> Iterator[Violation]:
    for zone in system.zones:
        app = system.root / "web" / "apps" / zone.name
        manifest = app / ".next" / "build-manifest.json"
        if manifest.is_file():
            built = json.loads(manifest.read_text("utf-8"))
            yield from _first_loads(system.root, app, built)
            yield from _federated(system, zone, app, built)


def _first_loads(root: Path, app: Path, built: dict[str, Any]) -> Iterator[Violation]:
    shared = built["pages"].get("/_app", [])
    for page, files in built["pages"].items():
        if page in OWN_PAGES:
            continue
        size = _kilobytes(app / ".next" / file for file in {*shared, *files} if file.endswith(".js"))
        if size > FIRST_LOAD_KB:
            path = _page_file(root, app, page)
            cause = f"{page} first loads {size:.1f} KB of JavaScript (gzip); {FIRST_LOAD_KB} is the budget."
            fix = "Load what is not needed for the first view later (import()), or leave it out."
            yield Violation(path, 1, "first-load-budget", cause, fix)


def _federated(system: System, zone: Mfe, app: Path, built: dict[str, Any]) -> Iterator[Violation]:
    runtime = _runtime_chunks(app / ".next", built)
    for page in pages_of(system.root, zone):
        if page.is_federated or not page.pieces:
            continue
        size, budget = (
            _kilobytes([*runtime, *_files_of(system, page)]),
            FEDERATED_KB.get(page.path, FEDERATED_ELSEWHERE_KB),
        )
        if size > budget:
            cause = (
                f"{page.path} mounts {', '.join(sorted(page.pieces))}: {size:.1f} KB (gzip); {budget} is the budget."
            )
            yield Violation(page.file, 1, "federated-budget", cause, "Make the pieces lighter, or mount fewer.")


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
        built = system.root / "web" / "apps" / mfe / "dist" / "mfe"
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
