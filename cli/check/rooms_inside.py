"""What may stand inside a service's functions: short routes, no remote call in a transaction, SQL in storage."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from cli.check.sources import PythonFile, Sources
from cli.check.violation import Violation

ROUTE_LINES = 15
METHODS = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})
SQL = re.compile(
    r"\b(select\b[\s\S]+?\bfrom\s+[\w(]|insert\s+into\s+\w|update\s+\w+(\s+\w+)?\s+set\s|delete\s+from\s+\w"
    r"|(create|alter|drop)\s+(table|index|view)\s)",
    re.IGNORECASE,
)
TABLE = re.compile(r"\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?(?:public\.)?\"?(\w+)", re.IGNORECASE)
NAMED = re.compile(r"\b(?:from|join|into|update|table|references)\s+(?:only\s+)?(?:public\.)?\"?(\w+)", re.IGNORECASE)
DATABASE = re.compile(r"\bsouk_(\w+?)(?:_owner)?\b")


def violations(sources: Sources) -> Iterator[Violation]:
    tables = _tables(sources.root)
    remote = _remote_ports(sources)
    for service, file in sources.in_services():
        yield from _routes(file)
        yield from _transactions(file, remote.get(service, frozenset()))
        yield from _sql(file, service, tables)
    yield from _migrations(sources.root, tables)


def _routes(file: PythonFile) -> Iterator[Violation]:
    for node in ast.walk(file.tree):
        if not isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef) or not any(map(_is_route, node.decorator_list)):
            continue
        body = node.body[1:] if ast.get_docstring(node) else node.body
        lines = (node.end_lineno or node.lineno) - body[0].lineno + 1 if body else 0
        if lines > ROUTE_LINES:
            cause = f"The route {node.name} has {lines} lines; {ROUTE_LINES} is the most."
            fix = "A route parses, calls one action and shapes the answer: move the thinking there."
            yield Violation(file.path, node.lineno, "short-routes", cause, fix)


def _is_route(decorator: ast.expr) -> bool:
    return (
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr in METHODS
        and isinstance(decorator.func.value, ast.Name)
    )


def _transactions(file: PythonFile, remote: frozenset[str]) -> Iterator[Violation]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.AsyncWith) and any(_opens_transaction(item.context_expr) for item in node.items):
            for call in _calls_in(node.body):
                if cause := _refused_inside(call, remote):
                    fix = "Ask other services first, then open one transaction to load, decide and save."
                    yield Violation(file.path, call.lineno, "transaction", cause, fix)


def _opens_transaction(expression: ast.expr) -> bool:
    call = expression.func if isinstance(expression, ast.Call) else None
    return isinstance(call, ast.Attribute) and call.attr == "transaction"


def _calls_in(body: list[ast.stmt]) -> Iterator[ast.Call]:
    for statement in body:
        yield from (node for node in ast.walk(statement) if isinstance(node, ast.Call))


def _refused_inside(call: ast.Call, remote: frozenset[str]) -> str | None:
    if not isinstance(call.func, ast.Attribute):
        return None
    steps = ast.unparse(call.func).split(".")
    if steps[-1] in ("commit", "rollback") and not call.args and not call.keywords:
        return f"{'.'.join(steps)}() inside a transaction block: the block itself commits."
    if steps[-1] == "to" and "calls" in steps[-2:][0]:
        return "A service is asked inside a transaction."
    # `deps.offers.of(…)`, `self._offers.of(…)`; a local value may well be called offers.
    if asked := remote & {step.lstrip("_") for step in steps[1:-1]}:
        return f"{'.'.join(steps)}() asks another service ({', '.join(sorted(asked))}) inside a transaction."
    return None


def _remote_ports(sources: Sources) -> Mapping[str, frozenset[str]]:
    """Names under which app.py hands out what was built from `infra.calls`."""
    found: dict[str, set[str]] = {}
    for service, file in sources.in_services():
        if file.room != "app":
            continue
        fields = _fields_of_classes(sources, service)
        for call in _calls_in(file.tree.body):
            names = fields.get(ast.unparse(call.func).split(".")[-1], ())
            given = [*zip(names, call.args, strict=False), *((k.arg, k.value) for k in call.keywords)]
            for name, value in given:
                if name and isinstance(value, ast.Call) and "infra.calls" in map(ast.unparse, value.args):
                    found.setdefault(service, set()).add(name)
    return {service: frozenset(names) for service, names in found.items()}


def _fields_of_classes(sources: Sources, service: str) -> dict[str, list[str]]:
    return {
        node.name: [s.target.id for s in node.body if isinstance(s, ast.AnnAssign) and isinstance(s.target, ast.Name)]
        for owner, file in sources.in_services()
        if owner == service
        for node in ast.walk(file.tree)
        if isinstance(node, ast.ClassDef)
    }


def _sql(file: PythonFile, service: str, tables: Mapping[str, set[str]]) -> Iterator[Violation]:
    in_storage = any(Path(part).stem == "storage" for part in file.path.parts[3:])
    for line, text in _texts(file.tree):
        if not SQL.search(text):
            continue
        if not in_storage:
            cause = f"SQL outside storage: {' '.join(text.split())[:60]}"
            yield Violation(file.path, line, "sql-in-storage", cause, "Move the statement to storage.py.")
        yield from _foreign_tables(file.path, line, text, service, tables)


def _texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """String values; docstrings are left out, and an f-string counts as one text."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    inside: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inside |= {id(value) for value in node.values}
            parts = (v.value if isinstance(v, ast.Constant) else " x " for v in node.values)
            yield node.lineno, "".join(str(part) for part in parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings | inside:
            yield node.lineno, node.value


def _tables(root: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for file in sorted((root / "services").glob("*/migrations/*.sql")):
        found.setdefault(file.parts[-3], set()).update(TABLE.findall(file.read_text("utf-8")))
    return found


def _migrations(root: Path, tables: Mapping[str, set[str]]) -> Iterator[Violation]:
    for file in sorted((root / "services").glob("*/migrations/*.sql")):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            text = line.split("--")[0]
            yield from _foreign_tables(file.relative_to(root), number, text, file.parts[-3], tables)


def _foreign_tables(
    path: Path, line: int, text: str, service: str, tables: Mapping[str, set[str]]
) -> Iterator[Violation]:
    own = tables.get(service, set())
    for other, theirs in tables.items():
        if other == service:
            continue
        named = (set(NAMED.findall(text)) & theirs) - own
        if other in DATABASE.findall(text):
            named.add(f"souk_{other}")
        for name in sorted(named):
            cause = f"{name} belongs to the {other} service."
            fix = f"Ask the {other} service, or follow its events and keep what you need in a table of your own."
            yield Violation(path, line, "own-database", cause, fix)
