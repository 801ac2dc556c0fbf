"""A log line prints the fields that kit knows and drops others: a misspelt one would be missed when it matters."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cli.check.sources import PythonFile, Sources
from cli.check.violation import Violation
from kit.observing.logs import is_printed

LEVELS = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log"})
FIX = "Use one of FIELDS or an ending of ENDINGS in kit/observing/logs.py, or add it there if it never holds a secret."


def violations(sources: Sources) -> Iterator[Violation]:
    for file in sources.python:
        if file.is_test:
            continue
        for fields in _fields_given(file):
            literal = fields if isinstance(fields, ast.Dict) else _assigned(file, fields)
            if literal is None:
                cause = f"What {ast.unparse(fields)} holds cannot be seen here."
                yield Violation(file.path, fields.lineno, "log-fields", cause, "Write extra={...} with its names.")
                continue
            for key in literal.keys:
                name = key.value if isinstance(key, ast.Constant) else None
                if not isinstance(name, str) or not is_printed(name):
                    cause = f"The field {name or '(computed)'} of a log line is never printed."
                    yield Violation(file.path, literal.lineno, "log-fields", cause, FIX)


def _fields_given(file: PythonFile) -> Iterator[ast.expr]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LEVELS:
            yield from (keyword.value for keyword in node.keywords if keyword.arg == "extra")


def _assigned(file: PythonFile, name: ast.expr) -> ast.Dict | None:
    """The dictionary that a name stands for, given once in this file."""
    if not isinstance(name, ast.Name):
        return None
    assigned = [
        node.value
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name.id for to in node.targets)
    ]
    return assigned[0] if len(assigned) == 1 and isinstance(assigned[0], ast.Dict) else None
