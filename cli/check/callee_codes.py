"""Who calls another service decides by codes that it really answers with, and never by a status alone."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

from cli.check.sources import PythonFile, Sources
from cli.check.violation import Violation

RULE = "callee-codes"
NAME_IT = 'Name the codes: SOLD_OUT = codes("a-service", "out-of-stock") of kit/calls/codes.py.'


def violations(root: Path, sources: Sources) -> Iterator[Violation]:
    known = {file.stem: _codes_in(file) for file in (root / "contracts" / "openapi").glob("*.json")}
    for file in sources.python:
        if not file.is_test and "adapters" in file.path.parts:
            yield from _unknown(file, known)
            yield from _unnamed(file)


def _unknown(file: PythonFile, known: dict[str, frozenset[str]]) -> Iterator[Violation]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "codes":
            service, *names = (str(argument.value) for argument in node.args if isinstance(argument, ast.Constant))
            for name in sorted(set(names) - known.get(service, frozenset())):
                cause = f"{service} never answers with {name}: its OpenAPI document does not list it."
                yield Violation(file.path, node.lineno, RULE, cause, "Correct the code, or drop it.")


def _unnamed(file: PythonFile) -> Iterator[Violation]:
    """`refused.problem.status`, and `refused.problem.code` beside a word of its own."""
    for node in ast.walk(file.tree):
        if _is_of_problem(node, "status"):
            yield Violation(file.path, node.lineno, RULE, "A status alone does not say what was refused.", NAME_IT)
        if isinstance(node, ast.Compare) and _is_of_problem(node.left, "code"):
            for other in node.comparators:
                if not isinstance(other, ast.Name):
                    cause = f"{ast.unparse(other)} is held against no document."
                    yield Violation(file.path, node.lineno, RULE, cause, NAME_IT)


def _is_of_problem(node: ast.AST, field: str) -> TypeGuard[ast.Attribute]:
    return isinstance(node, ast.Attribute) and node.attr == field and ast.unparse(node.value).endswith("problem")


def _codes_in(file: Path) -> frozenset[str]:
    document = json.loads(file.read_text("utf-8"))
    operations = [operation for path in document.get("paths", {}).values() for operation in path.values()]
    return frozenset(code for part in (document, *operations) for code in part.get("x-codes", ()))
