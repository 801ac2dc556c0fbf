"""Each error says its stable code itself, once: what clients match on must survive a rename."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from cli.check.sources import PythonFile, Sources
from cli.check.violation import Violation

CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def violations(sources: Sources) -> Iterator[Violation]:
    files = [file for file in sources.python if not file.is_test]
    errors = _errors(files)
    owners: dict[tuple[str, str], str] = {}
    for file, node in _classes(files):
        if node.name not in errors or node.name == "SoukError" or node.name.startswith("_"):
            continue
        code = _code_of(node)
        if code is None or not CODE.fullmatch(code):
            cause = f"{node.name} has no code of its own."
            fix = 'Write code = "what-happened" in it: lower case, parted by hyphens, never changed afterwards.'
            yield Violation(file.path, node.lineno, "error-codes", cause, fix)
            continue
        part = file.service or file.path.parts[0]
        if (first := owners.setdefault((part, code), node.name)) != node.name:
            cause = f"{node.name} has the code {code}, and so has {first}."
            yield Violation(file.path, node.lineno, "error-codes", cause, "Give one of them another code.")


def _errors(files: list[PythonFile]) -> set[str]:
    """Names of all classes that are a SoukError, however far above."""
    known = {"SoukError"}
    classes = [(node.name, {_name(base) for base in node.bases}) for _, node in _classes(files)]
    while more := {name for name, bases in classes if bases & known} - known:
        known |= more
    return known


def _classes(files: list[PythonFile]) -> Iterator[tuple[PythonFile, ast.ClassDef]]:
    for file in files:
        for node in ast.walk(file.tree):
            if isinstance(node, ast.ClassDef):
                yield file, node


def _name(base: ast.expr) -> str:
    return ast.unparse(base).split("[")[0].split(".")[-1]


def _code_of(node: ast.ClassDef) -> str | None:
    for target, value in _fields(node):
        if isinstance(target, ast.Name) and target.id == "code" and isinstance(value, ast.Constant):
            return str(value.value)
    return None


def _fields(node: ast.ClassDef) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    """`code = "x"` and `code: str = "x"`, as pairs."""
    for line in node.body:
        if isinstance(line, ast.Assign):
            yield line.targets[0], line.value
        elif isinstance(line, ast.AnnAssign):
            yield line.target, line.value
