"""Changes of an API that would break who calls it today."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cli.check.api_base import DOCUMENTS, base_of, git
from cli.check.schemas import Findings, compare_asked, compare_sent
from cli.check.violation import Violation

METHODS = ("get", "post", "put", "patch", "delete")
FIX = (
    "Keep it and add beside it. What nobody calls any more may go with a higher version of the service:"
    " the first number, or the second while the first is 0."
)

Document = Mapping[str, Any]


def violations(root: Path) -> Iterator[Violation]:
    base = base_of(root).commit
    for file in sorted((root / DOCUMENTS).glob("*.json")):
        path = file.relative_to(root)
        before = committed(root, base, path)
        if before is None:
            continue
        text = file.read_text("utf-8")
        after = json.loads(text)
        if _promises(after) > _promises(before):
            continue
        for cause, word in breaking(before, after):
            yield Violation(path, _line_of(text, word), "api-compatible", cause, FIX)
    for path in _committed_paths(root, base):
        if not (root / path).is_file():
            yield Violation(path, 1, "api-compatible", f"{path.name} was removed with its service.", FIX)


def committed(root: Path, base: str, path: Path) -> Document | None:
    shown = git(root, "show", f"{base}:{path.as_posix()}")
    return json.loads(shown) if shown else None


def breaking(before: Document, after: Document) -> Findings:
    """Pairs of what broke and the word to look for in the file."""
    for cause in _codes(before, after):
        yield f"Every route: {cause}", "x-codes"
    for path, operations in before.get("paths", {}).items():
        now = after.get("paths", {}).get(path)
        if now is None:
            yield f"{path} is gone.", path
            continue
        for method in METHODS:
            if method in operations:
                where = f"{method.upper()} {path}"
                if method not in now:
                    yield f"{where} is gone.", path
                else:
                    yield from _operation(where, path, (before, operations[method]), (after, now[method]))


def _operation(where: str, path: str, before: tuple[Document, Document], after: tuple[Document, Document]) -> Findings:
    for cause in _parameters(before[1], after[1]):
        yield f"{where}: {cause}", path
    asked = _body(before[1].get("requestBody", {})), _body(after[1].get("requestBody", {}))
    if asked[1] and after[1]["requestBody"].get("required") and not before[1].get("requestBody", {}).get("required"):
        yield f"{where}: a body is now required.", path
    for cause, word in compare_asked((before[0], asked[0]), (after[0], asked[1])):
        yield f"{where}: the request's {cause}", word or path
    for cause in _codes(before[1], after[1]):
        yield f"{where}: {cause}", path
    for status, answer in before[1].get("responses", {}).items():
        now = after[1].get("responses", {}).get(status)
        if now is None:
            yield f"{where}: answer {status} is gone.", path
            continue
        for cause, word in compare_sent((before[0], _body(answer)), (after[0], _body(now))):
            yield f"{where}: the answer's {cause}", word or path


def _codes(before: Document, after: Document) -> Iterator[str]:
    for code, its_status in before.get("x-codes", {}).items():
        if after.get("x-codes", {}).get(code) != its_status:
            yield f"the refusal {code} ({its_status}) is gone or has another status."


def _parameters(before: Document, after: Document) -> Iterator[str]:
    old = {(each["in"], each["name"]): each for each in before.get("parameters", [])}
    new = {(each["in"], each["name"]): each for each in after.get("parameters", [])}
    for key in old.keys() - new.keys():
        yield f"parameter {key[1]} is gone."
    for key, each in new.items():
        if each.get("required") and not old.get(key, {}).get("required"):
            yield f"parameter {key[1]} is now required."


def _body(part: Document) -> Document:
    content = part.get("content", {})
    return next((each.get("schema", {}) for kind, each in content.items() if "json" in kind), {})


def _line_of(text: str, word: str) -> int:
    position = text.find(f'"{word}"')
    return text.count("\n", 0, position) + 1 if position >= 0 else 1


def _promises(document: Document) -> tuple[int, ...]:
    """The part of a version that rises where a promise to callers is taken back (semver.org, items 4 and 8)."""
    major, minor, *_ = (int(number) for number in document.get("info", {}).get("version", "0.0").split("."))
    return (0, minor) if major == 0 else (major,)


def _committed_paths(root: Path, base: str) -> list[Path]:
    listed = git(root, "ls-tree", "--name-only", base, f"{DOCUMENTS}/")
    return [Path(line) for line in listed.splitlines() if line.endswith(".json")]
