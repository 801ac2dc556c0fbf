"""Who may import whom in Python: services, their rooms, kit and contracts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from cli.check.floor_plan import NOT_YET
from cli.check.sources import Import, PythonFile, Sources
from cli.check.violation import Violation

DOORS = frozenset({"routes", "events", "jobs", "imports", "seed"})
IMPURE = frozenset({"app", "actions", "storage", "settings", "schemas"})
KIT_FOR_DOMAIN = frozenset({"kit.errors", "kit.ids", "kit.clock", "kit.events", "kit.http.tokens", "kit.http.pages"})
INPUT_AND_OUTPUT = frozenset(
    {"aiohttp", "asyncio", "asyncpg", "fastapi", "http", "httpx", "io", "logging", "multiprocessing", "nats", "os"}
    | {"pathlib", "requests", "shutil", "signal", "socket", "sqlite3", "ssl", "starlette", "subprocess", "tempfile"}
    | {"threading", "urllib.request", "uvicorn"}
)
BUSINESS = frozenset(
    {"cart", "catalogue", "checkout", "coupon", "invoice", "logistics"}
    | {"parcel", "pincode", "product", "refund", "shipment", "sku"}
)
FOR_TESTS = frozenset({"testkit", "local"})


def violations(sources: Sources) -> Iterator[Violation]:
    pure = _pure_rooms(sources)
    for file in sources.python:
        if file.path.parts[0] == "services":
            yield from _foreign(file)
            if file.service and not file.is_test:
                if file.service in NOT_YET:
                    yield from _rooms(file, file.service, pure)
                yield from _only_for_tests(file)
                if file.room == "domain":
                    yield from _pure(file)
        elif file.path.parts[0] == "kit" and not file.is_test:
            yield from _kit(file)
        elif file.path.parts[0] == "contracts":
            yield from _contracts(file)


def _foreign(file: PythonFile) -> Iterator[Violation]:
    """A service imports itself, kit and contracts."""
    own = file.path.parts[1]
    for found in file.imports:
        if (found.top.startswith("souk_") and found.top != f"souk_{own}") or found.top in ("cli", "services"):
            cause = f"The {own} service imports {found.module}."
            fix = "Ask that service by HTTP (infra.calls), follow its events, or move what both need to contracts/."
            yield Violation(file.path, found.line, "service-imports", cause, fix)


def _rooms(file: PythonFile, service: str, pure: frozenset[tuple[str, str]]) -> Iterator[Violation]:
    if _is_entry(file):
        return
    for found, room in _rooms_imported(file, f"souk_{service}"):
        reason = _refusal(file.room, room, (service, room) in pure)
        if reason:
            cause = f"{file.room} imports {room}: {reason}"
            fix = "Doors call actions, actions call domain and storage; move what is needed down."
            yield Violation(file.path, found.line, "rooms", cause, fix)


def _rooms_imported(file: PythonFile, package: str) -> Iterator[tuple[Import, str]]:
    for found in file.imports:
        if found.module == package:
            yield from ((found, name) for name in found.names if name != file.room)
        elif found.top == package:
            room = found.module.split(".")[1]
            if room != file.room:
                yield found, room


def _refusal(room: str, imported: str, imported_is_pure: bool) -> str | None:
    if room == "app":
        return None
    if imported == "app":
        return "app.py is the only wiring, so nothing imports it."
    if _is_door(imported) and not (_is_door(room) and imported != "jobs"):
        return "nothing calls back towards a door."
    if room == "domain" and not imported_is_pure:
        return "the domain is pure, and that is not."
    if room == "storage" and imported == "actions":
        return "storage is called by actions, not the other way."
    if room == "schemas" and imported == "storage":
        return "schemas say what goes over the wire and do nothing."
    if imported == "storage" and room in ("events", "jobs"):
        return "a door calls an action; only a route may ask storage, for a view."
    return None


def _pure_rooms(sources: Sources) -> frozenset[tuple[str, str]]:
    """Rooms that do no input or output, nor import one that does: what a domain may be made of."""
    rooms: dict[tuple[str, str], list[PythonFile]] = {}
    for service, file in sources.in_services():
        if file.room not in IMPURE and not _is_door(file.room):
            rooms.setdefault((service, file.room), []).append(file)
    pure = {key for key, files in rooms.items() if not any(True for file in files for _ in _impurities(file))}
    while True:
        fallen = {
            (service, room)
            for service, room in pure
            for file in rooms[service, room]
            for _, other in _rooms_imported(file, f"souk_{service}")
            if (service, other) not in pure and other != "domain"
        }
        if not fallen:
            return frozenset(pure)
        pure -= fallen


def _is_entry(file: PythonFile) -> bool:
    """`python -m souk_user.commands.accounts`: wires itself, like app.py."""
    return any(
        isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'" for node in file.tree.body
    )


def _is_door(room: str) -> bool:
    return room in DOORS or room.endswith("_routes")


def _pure(file: PythonFile) -> Iterator[Violation]:
    for found in _impurities(file):
        cause = f"The domain imports {found.module}, which does input or output."
        yield Violation(file.path, found.line, "pure-domain", cause, "Pass the value in from an action.")
    for node in ast.walk(file.tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("open", "print", "input")
        ):
            cause = f"The domain calls {node.func.id}()."
            yield Violation(file.path, node.lineno, "pure-domain", cause, "Pass the value in from an action.")


def _impurities(file: PythonFile) -> Iterator[Import]:
    for found in file.imports:
        touches_the_world = found.top in INPUT_AND_OUTPUT or found.module in INPUT_AND_OUTPUT
        if touches_the_world or (found.top == "kit" and not _kit_for_domain(found)):
            yield found


def _kit_for_domain(found: Import) -> bool:
    modules = {found.module} if found.module != "kit" else {f"kit.{name}" for name in found.names}
    return modules <= KIT_FOR_DOMAIN


def _only_for_tests(file: PythonFile) -> Iterator[Violation]:
    for found in file.imports:
        if found.top in FOR_TESTS:
            cause = f"{found.module} is for tests and for one machine."
            yield Violation(file.path, found.line, "service-imports", cause, "Take it from settings or infra.")


def _kit(file: PythonFile) -> Iterator[Violation]:
    for found in file.imports:
        if found.top in ("contracts", "cli", "services") or found.top.startswith("souk_"):
            cause = f"kit imports {found.module}, so it knows about a shop."
            yield Violation(file.path, found.line, "kit-is-general", cause, "Pass it in from the service.")
    for node in ast.walk(file.tree):
        for name in _names_made(node):
            said = BUSINESS & set(re.findall(r"[a-z]+", re.sub(r"([A-Z])", r"_\1", name).lower()))
            if said:
                cause = f"{name} is a business word ({', '.join(sorted(said))})."
                line = getattr(node, "lineno", 1)
                yield Violation(file.path, line, "kit-is-general", cause, "Say it in general, or move it to a service.")


def _names_made(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        yield node.name
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id


def _contracts(file: PythonFile) -> Iterator[Violation]:
    for found in file.imports:
        foreign = found.top.startswith("souk_") or found.top in ("cli", "services")
        if foreign or (found.top == "kit" and found.module != "kit.events"):
            cause = f"contracts/ imports {found.module}."
            fix = "Contracts are types only: pydantic, kit.events and each other."
            yield Violation(file.path, found.line, "contracts-are-types", cause, fix)
