"""No module imports, by whatever way, one that imports it: also not for types alone, nor inside a function."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from cli.check.sources import PythonFile, Sources
from cli.check.violation import Violation

# kit's groups from the ground up: each may import those below it.
KIT_GROUPS = ("observing", "files", "pictures", "data", "messaging", "mailing", "http", "calls", "sagas", "running")


def violations(sources: Sources) -> Iterator[Violation]:
    modules = {_name_of(file): file for file in sources.python if not file.is_test}
    imports = {name: frozenset(_imported(name, file, modules)) for name, file in modules.items()}
    yield from _circles(modules, imports)
    yield from _kit_groups(modules, imports)


def _name_of(file: PythonFile) -> str:
    parts = file.path.with_suffix("").parts
    parts = parts[2:] if parts[0] == "services" and file.service else parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(name: str, file: PythonFile, modules: Mapping[str, PythonFile]) -> Iterator[str]:
    for found in file.imports:
        inside = {f"{found.module}.{each}" for each in found.names} & modules.keys()
        # `from kit.http import problems` asks for the module; its package is read all the same, and is empty.
        yield from inside or {found.module} & modules.keys() - {name}


def _circles(modules: Mapping[str, PythonFile], imports: Mapping[str, frozenset[str]]) -> Iterator[Violation]:
    left = dict(imports)
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            circle: list[str] = error.args[1][::-1]
            yield _violation(modules[circle[0]], circle)
            left = {**left, circle[0]: left[circle[0]] - {circle[1]}}
        else:
            return


def _violation(file: PythonFile, circle: Iterable[str]) -> Violation:
    path = list(circle)
    cause = f"Modules import each other in a circle: {' → '.join(path)}."
    fix = "Move what both need into a module of its own, or pass it in."
    return Violation(file.path, _line_of(file, path[1]), "import-circles", cause, fix)


def _line_of(file: PythonFile, module: str) -> int:
    package, _, name = module.rpartition(".")
    lines = [i.line for i in file.imports if i.module == module or (i.module == package and name in i.names)]
    return lines[0] if lines else 1


def _kit_groups(modules: Mapping[str, PythonFile], imports: Mapping[str, frozenset[str]]) -> Iterator[Violation]:
    for name, imported in imports.items():
        if (group := _group(name)) is None:
            continue
        for other in sorted(imported):
            above = _group(other)
            if above is not None and KIT_GROUPS.index(above) > KIT_GROUPS.index(group):
                cause = f"kit/{group} imports kit/{above}, which stands above it."
                fix = f"From the ground up: {', '.join(KIT_GROUPS)}. Move what is needed down, or pass it in."
                yield Violation(modules[name].path, _line_of(modules[name], other), "kit-groups", cause, fix)


def _group(module: str) -> str | None:
    """None for what stands beside the groups: errors, events, ids, clock, settings."""
    match module.split("."):
        case ["kit", group, *_] if group in KIT_GROUPS:
            return group
    return None
