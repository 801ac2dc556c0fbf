"""Every setting that an operator may set, with what it means: a table in docs/running.md."""

from __future__ import annotations

import ast
import inspect
import io
import json
import re
import tokenize
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from pydantic_core import PydanticUndefined

from cli.manifest import System
from cli.refusals import Refusal
from kit.settings import Secret, ServiceSettings

HEAD = "| variable | meaning | default | secret |\n|---|---|---|---|\n"


def settings_table(system: System) -> str:
    """Those of every service once, then each service's own."""
    shared = "".join(_row("SOUK_<SERVICE>_", ServiceSettings, field) for field in ServiceSettings.model_fields)
    parts = ["\nOf every service: `SOUK_<SERVICE>_X`, else `SOUK_X`.\n\n", HEAD, shared]
    for name in system.with_kit:
        settings: type[ServiceSettings] = import_module(f"souk_{name}.settings").Settings
        own = [field for field in settings.model_fields if field not in ServiceSettings.model_fields]
        if own:
            rows = "".join(_row(f"SOUK_{name.upper()}_", settings, field) for field in own)
            parts += [f"\nOf {name}:\n\n", HEAD, rows]
    return "".join(parts) + "\n"


def _row(prefix: str, settings: type[ServiceSettings], field: str) -> str:
    info = settings.model_fields[field]
    variable = settings.fixed_names.get(field, f"{prefix}{field.upper()}")
    secret = "yes" if "Secret" in str(info.annotation) or field in ("callers", "jwks") else ""
    cells = (f"`{variable}`", _meaning(settings, field), _default(info), secret)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def _default(info: Any) -> str:
    if info.is_required():
        return "must be set"
    value = info.get_default(call_default_factory=True)
    if value is None or value is PydanticUndefined:
        return "none"
    if isinstance(value, Secret):
        return "set"
    shown = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
    return f"`{shown}`"


def _meaning(settings: type[ServiceSettings], field: str) -> str:
    """The comment beside the field or right above it."""
    owner = next(owner for owner in settings.__mro__ if field in inspect.get_annotations(owner))
    said = _comments(inspect.getsource(owner)).get(field, "")
    if not said:
        raise Refusal(
            f"The setting {field} of {owner.__module__} does not say what it does.",
            "Say it in a comment beside it or above it: docs/running.md shows that to operators.",
        )
    return said


def _comments(source: str) -> dict[str, str]:
    lines = source.splitlines()
    said = {token.start[0]: token.string.lstrip("# ") for token in _tokens(source) if token.type == tokenize.COMMENT}
    found: dict[str, str] = {}
    body = ast.parse(inspect.cleandoc(source) if source[:1].isspace() else source).body[0]
    assert isinstance(body, ast.ClassDef)
    for node in body.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            beside = [said[line] for line in range(node.lineno, (node.end_lineno or node.lineno) + 1) if line in said]
            found[node.target.id] = " ".join(beside) or " ".join(_above(lines, node.lineno))
    return found


def _above(lines: list[str], line: int) -> Iterator[str]:
    above: list[str] = []
    for text in reversed(lines[: line - 1]):
        comment = re.fullmatch(r"\s*#\s?(.*)", text)
        if comment is None:
            break
        above.append(comment[1])
    return reversed(above)


def _tokens(source: str) -> Iterator[tokenize.TokenInfo]:
    return tokenize.generate_tokens(io.StringIO(source).readline)
