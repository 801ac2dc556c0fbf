"""souk.toml alone says which services there are: neither the launcher nor a template knows one of them by its name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from cli.check.sources import Sources
from cli.check.violation import Violation
from cli.manifest import System

# The words that kit must not say, whatever services there are; and OpenAPI's own word for what a body may be.
MEANT = frozenset(map(Path, ("cli/check/imports.py", "cli/check/openapi.py", "cli/conform/subject.py")))
FIX = "Say in souk.toml what it needs or offers (needs, credentials, cached), and ask the manifest for who does."


def violations(sources: Sources, system: System) -> Iterator[Violation]:
    for path, line, name in (*_in_python(sources, system), *_in_templates(sources.root, system)):
        yield Violation(path, line, "service-names", f"The {name} service is known here by its name.", FIX)


def _in_python(sources: Sources, system: System) -> Iterator[tuple[Path, int, str]]:
    for file in sources.python:
        if file.path.parts[0] != "cli" or "tests" in file.path.parts or file.path in MEANT:
            continue
        docstrings = {id(node.value) for node in ast.walk(file.tree) if isinstance(node, ast.Expr)}  # give examples
        for node in ast.walk(file.tree):
            if id(node) not in docstrings and isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from ((file.path, node.lineno, name) for name in _named(f'"{node.value}"', system))


def _in_templates(root: Path, system: System) -> Iterator[tuple[Path, int, str]]:
    for file in sorted((root / "deploy").rglob("*.j2")):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            yield from ((file.relative_to(root), number, name) for name in _named(line, system))


def _named(text: str, system: System) -> Iterator[str]:
    """Alone between quotes, or as its package, its path, its upstream or the beginning of its variables."""
    for name in system.services:
        if re.search(rf"""["']{name}["']|\b(souk|service)_{name}\b|\b{name}-service\b|\bSOUK_{name.upper()}_""", text):
            yield name
