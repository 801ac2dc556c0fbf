"""Who may import whom in Python: services, their rooms, kit and contracts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from cli.check.sources import Import, PythonFile, Sources
from cli.check.violation import Violation

KIT_FOR_DOMAIN = frozenset(
    {"kit.errors", "kit.ids", "kit.clock", "kit.events", "kit.http.tokens", "kit.http.pages", "kit.mail", "kit.people"}
    | {"kit.pictures.renditions"}
)
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
    for file in sources.python:
        if file.path.parts[0] == "services":
            yield from _foreign(file)
            if file.service and not file.is_test:
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
