"""Files that cannot be read, names that say nothing, and what grew too long."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from cli.check.sources import PythonFile, Sources
from cli.check.violation import Violation

NAMELESS = frozenset(
    {"util", "utils", "helper", "helpers", "common", "manager", "managers"} | {"base", "misc", "service", "services"}
)
# kit's `Service` is the thing itself: a service as a value.
MEANT = frozenset({Path("kit/running/service.py")})
FILE_WARNS, FILE_FAILS = 250, 400
FUNCTION_WARNS, FUNCTION_FAILS = 40, 60
SPLIT = "Split by meaning (refunds.py leaves actions.py), never by number."


def violations(sources: Sources) -> Iterator[Violation]:
    for file in (*sources.python, *sources.web):
        name = file.path.name.split(".")[0]
        if name.lower() in NAMELESS and file.path not in MEANT:
            cause = f"{file.path.name} could hold anything."
            yield Violation(file.path, 1, "names", cause, "Name the file by what is in it.")
        yield from _length(file.path, 1, file.text.count("\n"), "The file", (FILE_WARNS, FILE_FAILS))
    for file in sources.python:
        if error := file.syntax_error:
            yield Violation(file.path, error.lineno or 1, "syntax", f"Python cannot read it: {error.msg}.", "Mend it.")
        yield from _functions(file)


def _functions(file: PythonFile) -> Iterator[Violation]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield from _length(file.path, node.lineno, lines, node.name, (FUNCTION_WARNS, FUNCTION_FAILS))


def _length(path: Path, line: int, lines: int, what: str, limits: tuple[int, int]) -> Iterator[Violation]:
    warns, fails = limits
    if lines > warns:
        aim = f"{fails} is the limit" if lines > fails else f"{warns} is the aim"
        cause = f"{what} has {lines} lines; {aim}."
        yield Violation(path, line, "sizes", cause, SPLIT, warning=lines <= fails)
