"""What business code is given and never takes by itself: the time and the environment."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cli.check.sources import PythonFile, Sources
from cli.check.violation import Violation

CLOCKS = frozenset({"datetime.now", "datetime.utcnow", "date.today", "time.time"})
ENVIRONMENTS = frozenset({"os.environ", "os.getenv"})


def violations(sources: Sources) -> Iterator[Violation]:
    for _, file in sources.in_services():
        allowed = {id(argument) for call in _reads(file) for argument in call.args}
        for node in ast.walk(file.tree):
            if not isinstance(node, ast.Attribute) or id(node) in allowed:
                continue
            name = ".".join(ast.unparse(node).split(".")[-2:])
            if name in CLOCKS:
                cause = f"{name}() is a clock that no test can set."
                yield Violation(file.path, node.lineno, "one-clock", cause, "Ask deps.clock.")
            elif name in ENVIRONMENTS:
                cause = f"{name} is read outside settings."
                fix = "Make it a field of Settings and pass the value in from app.py."
                yield Violation(file.path, node.lineno, "settings-once", cause, fix)


def _reads(file: PythonFile) -> Iterator[ast.Call]:
    """`Settings.read(os.environ)`, once, where a program begins."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Settings.read"):
            yield node
