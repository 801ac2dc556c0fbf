"""Secrets, calls and events in the code are those that souk.toml names, both ways."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cli.check.sources import PythonFile, Sources, WebFile
from cli.check.violation import Violation
from cli.manifest import System
from cli.manifest_lines import Lines
from kit.audit import Audited
from kit.names import ASKER, AUDITED

MANIFEST = Path("souk.toml")
REGISTERS = {"on", "on_many"}  # a handler (kit/messaging/handlers.py)
API_MODULE = re.compile(r"^@souk/api/(?:types/)?(\w+)$")
ASKED = re.compile(r"\b(?:ask|askOr|endpoint)\s*(?:<[^>(]*>)?\(\s*['\"](\w+)['\"]")
PACKAGE = re.compile(r"^@souk/([\w-]+)")


@dataclass(frozen=True, slots=True)
class Use:
    """One thing the code does, and where."""

    what: str
    file: Path
    line: int


def violations(sources: Sources, system: System) -> Iterator[Violation]:
    lines = Lines((sources.root / MANIFEST).read_text("utf-8"))
    subjects = _subjects(sources)
    yield from _let_in(sources, system)
    yield from _calls_of_nobody(sources)
    for name, service in system.services.items():
        files = [file for owner, file in sources.in_services() if owner == name]
        if not files:
            continue
        part = ("service", name)
        yield from compared(part, "needs", service.needs, _secrets(files), lines)
        yield from compared(part, "calls", service.calls, _service_calls(files), lines)
        yield from compared(part, "follows", service.follows, _followed(files, subjects), lines)
        yield from compared(part, "publishes", service.publishes, _published(files, subjects), lines)
    for name, mfe in system.mfes.items():
        uses = list(_mfe_calls(sources, f"apps/{name}", set(system.services)))
        if any(file.unit == f"apps/{name}" for file in sources.web):
            yield from compared(("mfe", name), "calls", mfe.calls, uses, lines)
            yield from compared(("mfe", name), "mounts", mfe.mounts, _mounted(sources, f"apps/{name}"), lines)


def compared(
    part: tuple[str, str], key: str, declared: Iterable[str], uses: Iterable[Use], lines: Lines
) -> Iterator[Violation]:
    where = ".".join(part)
    first: dict[str, Use] = {}
    for use in uses:
        first.setdefault(use.what, use)
    for what, use in first.items():
        if what not in declared:
            cause = f"{where} {key} {what}, which souk.toml does not say."
            fix = f'Add "{what}" to {key} of [{where}], or take it out.'
            yield Violation(use.file, use.line, f"manifest-{key}", cause, fix)
    for what in declared:
        if what not in first:
            cause = f"[{where}] {key} {what}, but its code does not."
            yield Violation(MANIFEST, lines.of((*part, key), what), f"manifest-{key}", cause, f"Remove {what} there.")


def _let_in(sources: Sources, system: System) -> Iterator[Violation]:
    """Whom a route lets in with a service key is given one, and the address, by `calls` alone."""
    for callee, file in sources.in_services():
        for named, line in _arguments_of(file, "from_service"):
            caller = system.services.get(str(named.value)) if isinstance(named, ast.Constant) else None
            if caller is None:
                cause = f"{callee} lets in {ast.unparse(named)}, which is the name of no service."
                yield Violation(file.path, line, "manifest-callers", cause, "Name a service of souk.toml here.")
            elif callee not in caller.calls:
                cause = f"{callee} lets {caller.name} in, but [service.{caller.name}] does not call {callee}."
                fix = f'Add "{callee}" to calls of [service.{caller.name}], or take "{caller.name}" out here.'
                yield Violation(file.path, line, "manifest-callers", cause, fix)


def _arguments_of(file: PythonFile, function: str) -> Iterator[tuple[ast.expr, int]]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == function:
            yield from ((argument, node.lineno) for argument in node.args)


def _calls_of_nobody(sources: Sources) -> Iterator[Violation]:
    """Only who asks every service what it holds on a person finds out at run time whom to ask."""
    for service, file in sources.in_services():
        for asked, line in _asked(file) if service != ASKER else ():
            if not isinstance(asked, ast.Constant):
                cause = (
                    f"Whom {service} calls as {ast.unparse(asked)} cannot be read, so nothing holds it to souk.toml."
                )
                yield Violation(file.path, line, "manifest-calls", cause, 'Name the service: calls.to("its name").')


def _asked(file: PythonFile) -> Iterator[tuple[ast.expr, int]]:
    for node in ast.walk(file.tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="to", value=calls), args=[asked, *_]) if "calls" in ast.unparse(
                calls
            ):
                yield asked, node.lineno


def _secrets(files: Iterable[PythonFile]) -> Iterator[Use]:
    """Of the service's settings, those without which it does not start."""
    for file in files:
        for node in ast.walk(file.tree) if file.room == "settings" else ():
            if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "Secret" and node.value is None:
                yield Use(ast.unparse(node.target), file.path, node.lineno)


def _service_calls(files: Iterable[PythonFile]) -> Iterator[Use]:
    for file in files:
        for asked, line in _asked(file):
            if isinstance(asked, ast.Constant):
                yield Use(str(asked.value), file.path, line)


def _subjects(sources: Sources) -> Mapping[str, str]:
    """Event classes of contracts/ (and kit's own) with their names on the wire."""
    return {
        Audited.__name__: AUDITED,
        **{
            node.name: str(keyword.value.value)
            for file in sources.python
            if file.path.parts[0] == "contracts"
            for node in ast.walk(file.tree)
            if isinstance(node, ast.ClassDef)
            for keyword in node.keywords
            if keyword.arg == "subject" and isinstance(keyword.value, ast.Constant)
        },
    }


def _followed(files: Iterable[PythonFile], subjects: Mapping[str, str]) -> Iterator[Use]:
    for file in files:
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
                called = ast.unparse(node.func).split(".")[-1]
                for argument in node.args if called in REGISTERS else ():
                    if subject := subjects.get(ast.unparse(argument)):
                        yield Use(subject, file.path, node.lineno)


def _published(files: Iterable[PythonFile], subjects: Mapping[str, str]) -> Iterator[Use]:
    """Whoever makes an event announces it: nothing else has a use for one."""
    for file in files:
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Call) and (subject := subjects.get(ast.unparse(node.func))):
                yield Use(subject, file.path, node.lineno)


def _mfe_calls(sources: Sources, unit: str, services: set[str]) -> Iterator[Use]:
    """Also through the shared packages it uses: a header that searches calls product for everyone who shows it."""
    for file in _reached(sources, unit):
        for found in file.imports:
            if (module := API_MODULE.match(found.module)) and module[1] in services:
                yield Use(module[1], file.path, found.line)
        for asked in ASKED.finditer(file.code):
            yield Use(asked[1], file.path, file.line_at(asked.start()))


def _mounted(sources: Sources, unit: str) -> Iterator[Use]:
    for file in _reached(sources, unit):
        for found in re.finditer(r"<Remote\b[^>]*?\bid=\{?['\"](\w+)/|remotePage\(\s*['\"](\w+)/", file.code):
            yield Use(found[1] or found[2], file.path, file.line_at(found.start()))
    for file in (sources.root / "web" / unit / "src" / "pages").rglob("*.tsx"):
        text = file.read_text("utf-8")
        for found in re.finditer(r"remotePage\(\s*['\"](\w+)/", text):
            yield Use(found[1], file.relative_to(sources.root), text.count("\n", 0, found.start()) + 1)


def _reached(sources: Sources, unit: str) -> Iterator[WebFile]:
    """The app's files and those of the packages it imports; @souk/api itself is the door, not a caller."""
    seen: set[str] = set()
    left = [unit]
    while left:
        current = left.pop()
        if current in seen:
            continue
        seen.add(current)
        for file in sources.web:
            if file.unit == current and not file.is_test:
                yield file
                packages = (PACKAGE.match(found.module) for found in file.imports)
                left += [f"packages/{match[1]}" for match in packages if match and match[1] not in ("api", "config")]
