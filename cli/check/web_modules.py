"""How the web's modules depend on each other: without circles, and a package never on an app."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, TypeVar

from cli.check.sources import SPECIFIER, Sources, WebFile
from cli.check.violation import Violation

T = TypeVar("T")
PACKAGES = Path("web/packages")
ENDINGS = ("", ".ts", ".tsx", ".mjs", "/index.ts", "/index.tsx")


@dataclass(frozen=True)
class Modules:
    """Which file a specifier means."""

    sources: Sources

    @cached_property
    def files(self) -> Mapping[Path, WebFile]:
        return {file.path: file for file in self.sources.web if file.path.parts[0] == "web"}

    @cached_property
    def packages(self) -> Mapping[str, Mapping[str, Any]]:
        """The package.json of each package, by its folder's name."""
        found = sorted((self.sources.root / PACKAGES).glob("*/package.json"))
        return {file.parent.name: json.loads(file.read_text("utf-8")) for file in found}

    def target(self, file: WebFile, specifier: str) -> Path | None:
        """None for what is no module of ours: other people's packages, styles, generated files."""
        if specifier.startswith("."):
            return self._module(Path(os.path.normpath(file.path.parent / specifier)))
        scope, _, rest = specifier.partition("/")
        name, _, inside = rest.partition("/")
        if scope != "@souk" or name not in self.packages:
            return None
        return self._module(PACKAGES / name / self._exported(name, inside))

    def _exported(self, package: str, inside: str) -> str:
        exports = self.packages[package].get("exports", {})
        for key, place in exports.items() if isinstance(exports, dict) else ():
            before, star, after = key.removeprefix("./").partition("*")
            file = place if isinstance(place, str) else place.get("default", "")
            if (key == "." and not inside) or key == f"./{inside}":
                return file
            if star and inside.startswith(before) and inside.endswith(after):
                return file.replace("*", inside.removeprefix(before))
        return ""

    def _module(self, path: Path) -> Path | None:
        tried = (path.parent / f"{path.name}{ending}" for ending in ENDINGS)
        return next((each for each in tried if each in self.files), None)


def violations(sources: Sources) -> Iterator[Violation]:
    modules = Modules(sources)
    edges = {path: _imported(modules, file) for path, file in modules.files.items()}
    for circle in _circles(edges):
        way = " → ".join(str(path) for path in circle)
        fix = "Move what both need to a module below them."
        line = edges[circle[0]][circle[1]]
        yield Violation(circle[0], line, "web-circles", f"Modules import each other in a circle: {way}.", fix)
    yield from _packages(modules, edges)


def _circles(edges: Mapping[T, Iterable[T]]) -> Iterator[list[T]]:
    """Each from its first node in order round to it again."""
    left = {node: set(targets) for node, targets in edges.items()}
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            circle: list[T] = error.args[1][:0:-1]
            left[circle[0]].discard(circle[1] if len(circle) > 1 else circle[0])
            first = min(range(len(circle)), key=lambda at: str(circle[at]))
            yield [*circle[first:], *circle[:first], circle[first]]
        else:
            return


def _imported(modules: Modules, file: WebFile) -> dict[Path, int]:
    """Also by type, and also later: whoever reads one has to read the other."""
    found: dict[Path, int] = {}
    for each in file.imports:
        target = modules.target(file, each.module)
        if target is not None and target != file.path:
            found.setdefault(target, each.line)
    return found


def _packages(modules: Modules, edges: Mapping[Path, Mapping[Path, int]]) -> Iterator[Violation]:
    uses = {name: set(_declared(package)) for name, package in modules.packages.items()}
    for path, targets in edges.items():
        if path.parts[1] == "packages":
            uses[path.parts[2]] |= {_unit(target) for target in targets} - {path.parts[2]}
    known = {name: {other for other in others if other in uses} for name, others in uses.items()}
    for circle in _circles(known):
        cause = f"Packages depend on each other in a circle: {' → '.join(circle)}."
        fix = "Move what both need to a package below them."
        yield Violation(PACKAGES / circle[0] / "package.json", 1, "web-circles", cause, fix)
    for name, others in uses.items():
        apps = sorted(other for other in others if other.startswith("app-"))
        if apps or _generated_from_apps(modules.sources.root / PACKAGES / name):
            cause = f"The package {name} depends on {', '.join(apps) or 'an app, in a generated file'}."
            fix = "Apps are built on packages: pass it in, or declare its shape here."
            yield Violation(PACKAGES / name / "package.json", 1, "package-above-apps", cause, fix)


def _declared(package: Mapping[str, Any]) -> Iterable[str]:
    for key in ("dependencies", "devDependencies", "peerDependencies"):
        for name in package.get(key, {}):
            if name.startswith("@souk/"):
                yield name.removeprefix("@souk/")


def _unit(path: Path) -> str:
    return path.parts[2] if path.parts[1] == "packages" else f"app-{path.parts[2]}"


def _generated_from_apps(package: Path) -> bool:
    """Generated files are no sources, and yet the compiler follows them."""
    files = sorted(package.glob("src/generated/*.ts"))
    return any("/apps/" in found["name"] for file in files for found in SPECIFIER.finditer(file.read_text("utf-8")))
