"""Who may import whom in the web, and who may speak HTTP."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from cli.check.sources import Import, Sources, WebFile
from cli.check.violation import Violation
from cli.render.pieces import exposed_ids, foreign_types, props_ids

DOOR = "packages/api"
CLIENT = re.compile(
    r"(?<![\w.$])(?:(?:window|globalThis|self)\.)?(fetch)\s*\(|\b(XMLHttpRequest|EventSource|WebSocket|sendBeacon)\b"
)
CLIENT_PACKAGES = frozenset({"ky", "axios", "got", "node-fetch", "undici", "superagent", "ofetch"})
SCOPED = re.compile(r"^@souk/([\w-]+)(?:/(.+))?$")


def violations(sources: Sources) -> Iterator[Violation]:
    exports = _exports(sources.root)
    for file in sources.web:
        if file.path.parts[0] != "web":
            continue
        for found in file.imports:
            yield from _inside_others(file, found, exports)
        if file.unit not in (DOOR, "packages/config") and not file.is_test:
            yield from _clients(file)
        if file.path.parts[-2:] == ("src", "exposes.ts"):
            yield from face(sources.root, file)


def _inside_others(file: WebFile, found: Import, exports: dict[str, list[str]]) -> Iterator[Violation]:
    if found.module.startswith("."):
        target = Path(os.path.normpath(file.path.parent / found.module))
        if target.parts[:3] != file.path.parts[:3]:
            cause = f"{found.module} leads out of {file.unit}."
            fix = "Mount the other MFE's piece by <Remote id>, or import a package by its name."
            yield Violation(file.path, found.line, "mfe-imports", cause, fix)
        return
    scoped = SCOPED.match(found.module)
    if not scoped:
        return
    name, inside = scoped[1], scoped[2]
    if name.startswith("app-") and f"apps/{name.removeprefix('app-')}" != file.unit:
        cause = f"{file.unit} imports {found.module}, another MFE."
        fix = f'Mount what it exposes: <Remote id="{name.removeprefix("app-")}/…">.'
        yield Violation(file.path, found.line, "mfe-imports", cause, fix)
    elif name in exports and not any(fnmatch(f"./{inside}" if inside else ".", key) for key in exports[name]):
        known = ", ".join(exports[name])
        cause = f"@souk/{name} does not export {inside or 'itself'}."
        yield Violation(file.path, found.line, "package-imports", cause, f"Import one of: {known}.")


def _exports(root: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for file in sorted((root / "web" / "packages").glob("*/package.json")):
        declared = json.loads(file.read_text("utf-8")).get("exports", {".": ""})
        found[file.parent.name] = [*declared, "./package.json"] if isinstance(declared, dict) else ["."]
    return found


def _clients(file: WebFile) -> Iterator[Violation]:
    fix = "Use a verb of @souk/api/<service>; a new one goes into web/packages/api/src/<service>.ts."
    for used in CLIENT.finditer(file.code):
        cause = f"{used[1] or used[2]} outside @souk/api."
        yield Violation(file.path, file.line_at(used.start()), "one-http-client", cause, fix)
    for found in file.imports:
        if found.module in CLIENT_PACKAGES:
            cause = f"The HTTP client {found.module} outside @souk/api."
            yield Violation(file.path, found.line, "one-http-client", cause, fix)


def face(root: Path, file: WebFile) -> Iterator[Violation]:
    """exposes.ts: each id has props in `Exposed`, and a file."""
    ids = exposed_ids(file.text)
    for name in sorted(ids ^ props_ids(file.code)):
        where = "Exposed has no props of it" if name in ids else "exposes does not name it"
        yield Violation(file.path, 1, "mfe-face", f"{name}: {where}.", "Name it in both.")
    for module in foreign_types(file.code):
        cause = f"The props of what is exposed are made of {module}, which nobody else can read."
        yield Violation(file.path, 1, "mfe-face", cause, "Write the type into Exposed, or take it from a package.")
    for target in re.findall(r":\s*['\"](\./[^'\"]+)['\"]", file.code):
        if not (root / file.path.parent / target).is_file():
            yield Violation(file.path, 1, "mfe-face", f"{target} is no file.", "Correct the path.")
