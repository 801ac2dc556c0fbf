"""Every service has the same rooms, and each room imports only what its row in MAY_IMPORT allows."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from cli.check.sources import PythonFile, Sources
from cli.check.violation import Violation

# A room is a module or a package of this name right below souk_<name>/; "*" is every other room.
MAY_IMPORT: Mapping[str, frozenset[str]] = {
    "app": frozenset({"*"}),
    "settings": frozenset({"domain"}),
    # Doors: they translate and call an action. A route may also ask a store for a view.
    "routes": frozenset({"actions", "schemas", "domain", "ports", "settings"}),
    "events": frozenset({"actions", "domain"}),
    "jobs": frozenset({"actions"}),
    "commands": frozenset({"app", "actions", "domain", "ports", "settings"}),
    # Verbs know their stores and neighbours as protocols; app.py says which ones they are.
    "actions": frozenset({"domain", "ports", "sagas"}),
    "sagas": frozenset({"domain", "ports"}),
    "domain": frozenset(),
    "ports": frozenset({"domain"}),
    "schemas": frozenset({"actions", "domain", "ports"}),
    "storage": frozenset({"domain", "ports"}),
    "adapters": frozenset({"domain", "ports", "settings", "storage"}),
    "data": frozenset(),
    "testing": frozenset({"*"}),
}
WHAT: Mapping[str, str] = {
    "domain": "the domain is pure and imports no other room",
    "actions": "actions know others by the protocols of ports.py, never by how they are kept or reached",
    "storage": "storage is called by actions, not the other way",
    "ports": "ports are protocols over the domain's words",
    "sagas": "a saga's steps ask ports and decide by the domain",
}
ROOMS = ", ".join(sorted(MAY_IMPORT))


def violations(sources: Sources) -> Iterator[Violation]:
    for service, file in sources.in_services():
        if file.path.name == "__init__.py" and len(file.path.parts) == 4:
            continue
        if file.room not in MAY_IMPORT:
            yield _no_room(file.path)
            continue
        yield from _imports(file, f"souk_{service}")
        if file.room == "ports":
            yield from _protocols_only(file)
        if file.room == "adapters" and len(file.path.parts) == 4:
            cause = "adapters is one module for several neighbours."
            fix = "Make it a package with one file for each service, provider or carrier that answers."
            yield Violation(file.path, 1, "floor-plan", cause, fix)
    for path in sources.not_python_in_services():
        if Path(path.parts[3]).stem not in MAY_IMPORT:
            yield _no_room(path)


def _no_room(path: Path) -> Violation:
    cause = f"{Path(path.parts[3]).stem} is no room of a service."
    return Violation(path, 1, "floor-plan", cause, f"Rooms are {ROOMS}: move it into the one that says what it does.")


def _imports(file: PythonFile, package: str) -> Iterator[Violation]:
    allowed = MAY_IMPORT[file.room]
    for line, room in rooms_imported(file, package):
        if room == file.room or room in allowed or ("*" in allowed and room != "testing"):
            continue
        why = WHAT.get(file.room, "doors call actions, and nothing calls back towards a door")
        cause = f"{file.room} imports {room}: {why}."
        may = ", ".join(sorted(allowed)) or "nothing of its service"
        yield Violation(file.path, line, "rooms", cause, f"{file.room} may import {may}; move what is needed there.")


def rooms_imported(file: PythonFile, package: str) -> Iterator[tuple[int, str]]:
    for found in file.imports:
        if found.module == package:
            yield from ((found.line, name) for name in found.names)
        elif found.top == package:
            yield found.line, found.module.split(".")[1]


def _protocols_only(file: PythonFile) -> Iterator[Violation]:
    """What ports ask with and get stands in the domain, so that a port is read without its neighbour."""
    for node in file.tree.body:
        if isinstance(node, ast.ClassDef) and not any("Protocol" in ast.unparse(base) for base in node.bases):
            cause = f"{node.name} stands among the ports and is no Protocol."
            fix = "Values and errors belong to the domain, what answers to adapters/ or storage."
            yield Violation(file.path, node.lineno, "ports-are-protocols", cause, fix)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            cause = f"{node.name} stands among the ports and does something."
            yield Violation(file.path, node.lineno, "ports-are-protocols", cause, "Move it to the domain or adapters/.")
