"""The repository as the rules read it: parsed once."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PYTHON_FOLDERS = ("kit", "contracts", "local", "testkit", "cli", "services", "e2e", "bench")
WEB_FOLDERS = ("web/apps", "web/packages", "e2e")
SKIPPED = frozenset(
    {"node_modules", "dist", ".next", ".turbo", "__pycache__", ".venv", ".souk", "generated", "test-results"}
)
STRING = r"""'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*\""""
COMMENT = re.compile(rf"({STRING}|`(?:[^`\\]|\\.)*`)|//[^\n]*|/\*.*?\*/", re.DOTALL)
SPECIFIER = re.compile(
    r"""(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+|\brequire\s*\(\s*)(?P<quote>['"])(?P<name>[^'"\n]+)(?P=quote)"""
)


@dataclass(frozen=True, slots=True)
class Import:
    """`names` is empty for `import module`."""

    module: str
    names: tuple[str, ...]
    line: int

    @property
    def top(self) -> str:
        return self.module.split(".")[0]


@dataclass(frozen=True)
class PythonFile:
    path: Path
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Empty where the file cannot be parsed: `syntax_error` says so."""
        return self._parsed if isinstance(self._parsed, ast.Module) else ast.Module([], [])

    @property
    def syntax_error(self) -> SyntaxError | None:
        return self._parsed if isinstance(self._parsed, SyntaxError) else None

    @cached_property
    def _parsed(self) -> ast.Module | SyntaxError:
        try:
            return ast.parse(self.text)
        except SyntaxError as error:
            return error

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        return tuple(self._imports())

    @property
    def is_test(self) -> bool:
        return "tests" in self.path.parts or "testing" in self.path.parts or self.path.name == "conftest.py"

    @property
    def service(self) -> str | None:
        """The service whose package this file is in."""
        match self.path.parts:
            case ("services", name, package, _, *_) if package == f"souk_{name}":
                return name
        return None

    @property
    def room(self) -> str:
        """The service's room: the module or package right below souk_<name>."""
        return Path(self.path.parts[3]).stem

    def _imports(self) -> Iterator[Import]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (Import(alias.name, (), node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                names = tuple(alias.name for alias in node.names)
                yield Import(self._absolute(node), names, node.lineno)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = self.path.parts[2:] if self.path.parts[0] == "services" else self.path.parts
        package = parts[: len(parts) - node.level]
        return ".".join((*package, *([node.module] if node.module else [])))


@dataclass(frozen=True)
class WebFile:
    path: Path
    text: str

    @cached_property
    def code(self) -> str:
        """Without comments; every line keeps its number."""
        return COMMENT.sub(lambda m: m[1] or "\n" * m[0].count("\n"), self.text)

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        found = SPECIFIER.finditer(self.code)
        return tuple(Import(match["name"], (), self.line_at(match.start())) for match in found)

    @property
    def is_test(self) -> bool:
        return bool(re.search(r"\.test\.tsx?$", self.path.name)) or "tests" in self.path.parts

    @property
    def unit(self) -> str:
        """`apps/cart`, `packages/api`; `e2e` for stories."""
        parts = self.path.parts
        return "/".join(parts[1:3]) if parts[0] == "web" else parts[0]

    def line_at(self, position: int) -> int:
        return self.code.count("\n", 0, position) + 1


@dataclass(frozen=True)
class Sources:
    root: Path

    @cached_property
    def python(self) -> tuple[PythonFile, ...]:
        return tuple(PythonFile(*read) for read in self._read(PYTHON_FOLDERS, (".py",)))

    @cached_property
    def web(self) -> tuple[WebFile, ...]:
        return tuple(WebFile(*read) for read in self._read(WEB_FOLDERS, (".ts", ".tsx", ".mjs", ".mts")))

    def in_services(self) -> Iterator[tuple[str, PythonFile]]:
        """What services run, without their tests."""
        for file in self.python:
            if file.service and not file.is_test:
                yield file.service, file

    def not_python_in_services(self) -> Iterator[Path]:
        """Texts, tables, pictures: whatever else lies in a service's package."""
        for file in sorted(_walk(self.root / "services")):
            match file.relative_to(self.root).parts:
                case ("services", name, package, _, *_) if package == f"souk_{name}" and file.suffix != ".py":
                    yield file.relative_to(self.root)

    def _read(self, folders: tuple[str, ...], suffixes: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
        for folder in folders:
            for file in sorted(_walk(self.root / folder)):
                if file.suffix in suffixes:
                    yield file.relative_to(self.root), file.read_text("utf-8")


def _walk(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name not in SKIPPED:
                yield from _walk(entry)
        elif entry.is_file():
            yield entry
