"""The part of requirements.lock that some projects need, with its hashes.

    python locked.py LOCK PYPROJECT… [--without PACKAGE…]

Runs while an image is built, so it needs Python alone. What needs what is read from the lock's own `# via` lines.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

WITHOUT = "--without"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def locked(lock: str, projects: Iterable[str], without: Iterable[str] = ()) -> str:
    """`projects` are the texts of pyproject files; our own packages, which no lock holds, are left out."""
    entries = dict(_entries(lock))
    own = [tomllib.loads(project)["project"] for project in projects]
    needs = [need for project in own for need in project["dependencies"]]
    # What others of ours want of a project beyond its own needs: souk-kit[files].
    extras = {(_normal(need), extra) for need in needs for extra in _extras_of(need)}
    for project in own:
        optional = project.get("optional-dependencies", {}).items()
        needs += [need for extra, more in optional if (project["name"], extra) in extras for need in more]
    wanted = {_normal(need) for need in needs} - {project["name"] for project in own} - set(without)
    while more := {name for name, entry in entries.items() if name not in wanted and _needed_by(entry) & wanted}:
        wanted |= more
    return "".join(entries[name] for name in sorted(wanted & entries.keys()))


def _entries(lock: str) -> Iterable[tuple[str, str]]:
    for entry in re.split(r"(?m)^(?=[A-Za-z0-9])", lock):
        if found := NAME.match(entry):
            yield _normal(found[0]), entry


def _needed_by(entry: str) -> set[str]:
    told = entry.partition("# via")[2]
    return {_normal(name) for name in re.findall(r"(?m)^\s*(?:#\s*)?([A-Za-z0-9][A-Za-z0-9._-]*)\s*$", told)}


def _extras_of(requirement: str) -> list[str]:
    found = re.match(r"[A-Za-z0-9._-]+\[([^\]]*)\]", requirement)
    return [extra.strip() for extra in found[1].split(",")] if found else []


def _normal(requirement: str) -> str:
    found = NAME.match(requirement)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


def main(arguments: list[str]) -> None:
    cut = arguments.index(WITHOUT) if WITHOUT in arguments else len(arguments)
    lock, *projects = (Path(argument).read_text("utf-8") for argument in arguments[:cut])
    sys.stdout.write(locked(lock, projects, arguments[cut + 1 :]))


if __name__ == "__main__":
    main(sys.argv[1:])
