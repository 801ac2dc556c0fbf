"""Which files read which: through imports, and through what is loaded by name."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from cli.check.sources import PythonFile, Sources, WebFile
from cli.check.web_modules import Modules
from cli.manifest import System

MODULE_NAME = re.compile(r"[a-z_]+(\.[a-z_0-9]+)+\Z")
FOR_ALL_TESTS = "testkit.plugin"  # pytest loads it for each of them
FOR_ALL_SERVICES = "kit.running"  # it loads each of them


class Read(Sources):
    """Generated files too: who imports one is reached by what it is generated from."""

    @cached_property
    def web(self) -> tuple[WebFile, ...]:
        files = sorted((self.root / "web").glob("*/*/src/generated/*.ts"))
        generated = (WebFile(file.relative_to(self.root), file.read_text("utf-8")) for file in files)
        return (*Sources(self.root).web, *generated)


def readers_of_python(system: System) -> Mapping[Path, frozenset[Path]]:
    """For each source file those that read it by themselves."""
    sources = Sources(system.root)
    return _turned(_in_python(system, sources), sources.python)


def readers_of_web(system: System) -> Mapping[Path, frozenset[Path]]:
    sources = Read(system.root)
    return _turned(_in_web(sources), sources.web)


def _turned(reads: Iterable[tuple[Path, Path]], files: Iterable[PythonFile | WebFile]) -> dict[Path, frozenset[Path]]:
    readers: dict[Path, set[Path]] = defaultdict(set)
    for reader, read in reads:
        readers[read].add(reader)
    return {file.path: frozenset(readers[file.path]) for file in files}


def _in_python(system: System, sources: Sources) -> Iterator[tuple[Path, Path]]:
    modules = {_name_of(file.path): file.path for file in sources.python}
    chassis = [path for name, path in modules.items() if name.startswith(FOR_ALL_SERVICES)]
    for file in sources.python:
        for named in _named(file):
            words = named.split(".")
            whole = (".".join(words[:length]) for length in range(1, len(words) + 1))  # its packages are read too
            yield from ((file.path, modules[name]) for name in whole if name in modules)
        if file.is_test and FOR_ALL_TESTS in modules:
            yield file.path, modules[FOR_ALL_TESTS]
        if file.service in system.services:
            yield from ((file.path, each) for each in chassis)


def _named(file: PythonFile) -> Iterator[str]:
    """What it imports, and what it loads or starts by its name."""
    for found in file.imports:
        yield found.module
        yield from (f"{found.module}.{name}" for name in found.names)
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and MODULE_NAME.match(node.value):
            yield node.value


def _name_of(path: Path) -> str:
    parts = path.with_suffix("").parts
    parts = parts[2:] if parts[0] == "services" and parts[2].startswith("souk_") else parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _in_web(sources: Sources) -> Iterator[tuple[Path, Path]]:
    modules = Modules(sources)
    for path, file in modules.files.items():
        for found in file.imports:
            if target := modules.target(file, found.module):
                yield path, target


def reached_from(changed: Iterable[Path], readers: Mapping[Path, frozenset[Path]]) -> set[Path]:
    """Files that are changed, or read one that is, at any remove."""
    reached: set[Path] = set()
    waiting = [file for path in changed for file in _meant(path, readers)]
    while waiting:
        file = waiting.pop()
        if file not in reached:
            reached.add(file)
            waiting.extend(readers[file])
    return reached


def _meant(path: Path, readers: Mapping[Path, frozenset[Path]]) -> Iterable[Path]:
    """Of a file that nothing imports (a style, a query, a removed module): all modules in the nearest folder."""
    if path in readers:
        return [path]
    for folder in path.parents[:-1]:
        if beside := [file for file in readers if file.is_relative_to(folder)]:
            return beside
    return []
