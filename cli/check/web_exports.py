"""Nothing is exported that nobody imports: an unused hook, part or signal is deleted, not kept for later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from cli.check.sources import Sources, WebFile
from cli.check.violation import Violation
from cli.check.web_modules import Modules
from cli.render.pieces import exposed_ids

VALUE = re.compile(r"^export\s+(?:abstract\s+|async\s+)*(?:const|let|function\*?|class|enum)\s+(\w+)", re.MULTILINE)
TYPE = re.compile(r"^export\s+(?:interface|type)\s+(\w+)", re.MULTILINE)
TAKEN_APART = re.compile(r"^export\s+const\s+\{([^}]*)\}\s*=", re.MULTILINE)
LISTED = re.compile(r"^export\s+\{([^}]*)\}", re.MULTILINE)
NAMED = re.compile(r"\b(?:import|export)\s+(?:type\s+)?(?:\w+\s*,\s*)?\{([^}]*)\}\s*from\s*['\"]([^'\"]+)['\"]")
AWAITED = re.compile(r"\{([^{}]*)\}\s*=\s*await\s+import\(\s*['\"]([^'\"]+)['\"]")
EVERYTHING = re.compile(
    r"\b(?:import|export)\s+(?:type\s+)?\*(?:\s+as\s+\w+)?\s+from\s*['\"]([^'\"]+)['\"]|\bimport\(\s*['\"]([^'\"]+)['\"]"
)


def violations(sources: Sources) -> Iterator[Violation]:
    modules = Modules(sources)
    used, by_tests = _used(modules, tests=False), _used(modules, tests=True)
    for path, file in modules.files.items():
        if file.is_test or _is_entry(file):
            continue
        for name, line, is_type in _exported(file):
            needed_here = len(re.findall(rf"\b{name}\b", file.code)) > 1
            if {(path, name), (path, "*")} & used or (needed_here and (is_type or (path, name) in by_tests)):
                continue
            fix = "Delete it, or leave its export out where only this file needs it."
            yield Violation(path, line, "unused-exports", f"Nobody imports {name}.", fix)


def _is_entry(file: WebFile) -> bool:
    """What Next.js, the builders and the micro frontends find by its place."""
    _, kind, _, *inside = file.path.parts
    is_page = kind == "apps" and inside[:2] == ["src", "pages"]
    is_configuration = file.path.suffix in (".mjs", ".mts") or ".config." in file.path.name
    return is_page or is_configuration or file.path.name == "exposes.ts"


def _exported(file: WebFile) -> Iterator[tuple[str, int, bool]]:
    """Name, line, and whether it is a type: one that describes what its file exports is told with it."""
    for pattern, is_type in ((VALUE, False), (TYPE, True)):
        yield from ((found[1], file.line_at(found.start()), is_type) for found in pattern.finditer(file.code))
    for pattern in (TAKEN_APART, LISTED):
        for found in pattern.finditer(file.code):
            values = re.sub(r"\btype\s+\w+(\s+as\s+\w+)?", "", found[1])
            yield from ((name, file.line_at(found.start()), False) for name in _names(values, last=True))


def _used(modules: Modules, *, tests: bool) -> set[tuple[Path, str]]:
    found: set[tuple[Path, str]] = set()
    for file in modules.files.values():
        if file.is_test is not tests:
            continue
        for pattern in (NAMED, AWAITED):
            for each in pattern.finditer(file.code):
                if target := modules.target(file, each[2]):
                    found |= {(target, name) for name in _names(each[1], last=False)}
        awaited = {each.end() for each in AWAITED.finditer(file.code)}
        for each in EVERYTHING.finditer(file.code):
            if each.end() not in awaited and (target := modules.target(file, each[1] or each[2])):
                found.add((target, "*"))
        if file.path.name == "exposes.ts":
            found |= set(_mounted(modules, file))
    return found


def _mounted(modules: Modules, face: WebFile) -> Iterator[tuple[Path, str]]:
    """A piece is taken from its file by its id."""
    for name in exposed_ids(face.code):
        place = re.search(rf"\b{name}\s*:\s*['\"](\./[^'\"]+)", face.code)
        if place and (target := modules.target(face, place[1])):
            yield target, name


def _names(listed: str, *, last: bool) -> Iterator[str]:
    """Of `a, type B, c as d` or `a, c: d`: what they are called inside, or (`last`) outside."""
    for entry in listed.split(","):
        words = [word for word in re.split(r"\s+as\s+|:|\s+", entry.strip()) if word and word != "type"]
        if words:
            yield words[-1] if last else words[0]
