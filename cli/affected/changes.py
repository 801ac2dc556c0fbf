"""What git says has changed since another branch, and which parts that reaches."""

from __future__ import annotations

import subprocess
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cli.affected.parts import STORIES, Part, parts_of
from cli.affected.uses import reached_from, readers_of_python, readers_of_web
from cli.manifest import System
from cli.refusals import Refusal

MANIFEST = Path("souk.toml")
DOCUMENTS = Path("contracts/openapi")
FOR_PYTHON = ("requirements.lock", "pyproject.toml")
FOR_THE_WEB = (
    "package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", "turbo.json", "eslint.config.mjs", "web/packages/config",
)  # fmt: skip
FOR_IMAGES = ("deploy/containers", ".dockerignore")
# Whose tests are the command line's.
FOR_THE_LAUNCHER = ("souk", "deploy", "compose.yaml", ".github", ".ci", "contracts/conform")
FOR_NOBODY = ("docs", "LICENSE", ".gitignore", ".editorconfig", ".pre-commit-config.yaml")


def affected(system: System, base: str) -> list[Part]:
    """Parts to build and test again, in the order of souk.toml."""
    since = _git(system.root, "merge-base", base, "HEAD").strip()
    changed = _changed(system.root, since)
    before = _git(system.root, "show", f"{since}:{MANIFEST}") if MANIFEST in changed else ""
    return parts_reached(system, changed, tomllib.loads(before))


def parts_reached(system: System, changed: Sequence[Path], manifest_before: Mapping[str, Any]) -> list[Part]:
    """`manifest_before` is souk.toml as it was, if it is among what changed."""
    parts = parts_of(system)
    names: set[str] = set()
    code: list[Path] = []
    for path in changed:
        if path == MANIFEST:
            names |= _by_manifest(system, manifest_before, parts)
        elif path.suffix == ".md" or _below(path, FOR_NOBODY):
            continue
        elif (named := _by_place(system, path, parts)) is not None:
            names |= named
        else:
            code.append(path)
    reached = [*code, *_reached(system, code)]
    names |= {part.name for part in parts.values() if any(path.is_relative_to(part.folder) for path in reached)}
    if names - {"bench"}:
        names.add(STORIES)
    return [part for part in parts.values() if part.name in names]


def _reached(system: System, code: Sequence[Path]) -> Iterator[Path]:
    """Reading a thousand files takes seconds, so it is done for the languages that changed."""
    web = [path for path in code if path.parts[0] == "web"]
    python = [path for path in code if path.parts[0] not in ("web", STORIES)]
    if web:
        yield from reached_from(web, readers_of_web(system))
    if python:
        yield from reached_from(python, readers_of_python(system))


def _by_place(system: System, path: Path, parts: Mapping[str, Part]) -> set[str] | None:
    """What a file reaches that no module imports; None where imports say it."""
    if _below(path, FOR_IMAGES):
        return {"cli", *(part.name for part in parts.values() if part.image)}
    if _below(path, FOR_PYTHON):
        return {part.name for part in parts.values() if part.is_python}
    if _below(path, FOR_THE_WEB):
        return {part.name for part in parts.values() if part.is_web or part.name.startswith("mfe.")}
    if _below(path, FOR_THE_LAUNCHER):
        return {"cli"}
    if path.parent == DOCUMENTS:  # its callers' tests are held against it
        asked = [path.stem, *(system.callers_of(path.stem) if path.stem in system.services else ())]
        return {f"service.{name}" for name in asked} & parts.keys()
    if len(path.parts) == 1:
        return set(parts)  # a new file whose meaning nobody told
    return None


def _by_manifest(system: System, before: Mapping[str, Any], parts: Mapping[str, Part]) -> set[str]:
    """Parts whose own tables differ; what all are told reaches all."""
    now = tomllib.loads((system.root / MANIFEST).read_text("utf-8"))
    kinds = ("service", "mfe")
    if {k: v for k, v in now.items() if k not in kinds} != {k: v for k, v in before.items() if k not in kinds}:
        return set(parts)
    return {
        f"{kind}.{name}"
        for kind in kinds
        for name, table in now.get(kind, {}).items()
        if table != before.get(kind, {}).get(name)
    } | {"cli"}


def _below(path: Path, places: Sequence[str]) -> bool:
    return any(path.is_relative_to(place) for place in places)


def _changed(root: Path, since: str) -> list[Path]:
    """Committed, not yet committed, and new; of what moved, both places."""
    tracked = _git(root, "diff", "--name-only", "--no-renames", "-z", since)
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return [Path(name) for name in _names(tracked + new)]


def _names(listed: str) -> Iterator[str]:
    yield from sorted({name for name in listed.split("\0") if name})


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        fix = "Name a branch or commit that is here: git fetch origin main, then --base origin/main."
        raise Refusal(f"git {' '.join(arguments)} failed.", fix, done.stderr.splitlines())
    return done.stdout
