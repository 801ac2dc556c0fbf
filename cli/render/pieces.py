"""What apps expose to each other, from their exposes.ts to the one interface in @souk/federation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from cli.manifest import System
from cli.render.words import GENERATED

FEDERATION = "@souk/federation"
TYPE_IMPORT = re.compile(r"^import type \{ (.+?) \} from '(.+?)';$", re.MULTILINE)
EXPOSED = re.compile(r"export interface Exposed\s*\{\n(.*?)^\}", re.DOTALL | re.MULTILINE)
PIECE = re.compile(r"^ {2}(\w+)(?=\s*:)", re.MULTILINE)


def remotes_of(system: System) -> str:
    """The props are copied and not imported: a package depends on no app."""
    files = {name: exposes_of(system, name) for name in sorted(system.mfes)}
    faces = {name: file.read_text("utf-8") for name, file in files.items() if file.is_file()}
    pieces = "".join(_pieces(name, face) for name, face in faces.items())
    pages = sorted((path, f"{name}/{page}") for name, mfe in system.mfes.items() for path, page in mfe.pages.items())
    shown = "".join(f"  '{path}': '{piece}',\n" for path, piece in pages)
    return (
        f"// {GENERATED.replace('souk.toml. Edit that', 'souk.toml and src/exposes.ts of each app. Edit those')}\n"
        f"{_imports(faces.values())}\n"
        "/** Every piece that may be mounted, with its props. */\n"
        f"export interface Remotes {{\n{pieces}}}\n\n"
        "/** What the host mounts at a path and all below it; soft navigation stays between them. */\n"
        f"export const federatedPages = {{\n{shown}}} as const;\n"
    )


def exposed_ids(source: str) -> set[str]:
    """The keys of `export const exposes = { … }`."""
    block = re.search(r"export const exposes\s*=\s*\{(.*?)\}", source, re.DOTALL)
    return set(re.findall(r"^\s*['\"]?(\w+)['\"]?\s*:", block[1], re.MULTILINE)) if block else set()


def props_ids(source: str) -> set[str]:
    """The keys of `export interface Exposed { … }`."""
    found = EXPOSED.search(source)
    return set(PIECE.findall(found[1])) if found else set()


def foreign_types(source: str) -> list[str]:
    """What the props are made of and the generated interface cannot import: files of the app itself."""
    return [module for _names, module in TYPE_IMPORT.findall(source) if not module.startswith("@souk/")]


def exposes_of(system: System, mfe: str) -> Path:
    return system.root / system.mfes[mfe].sources / "src" / "exposes.ts"


def _pieces(name: str, face: str) -> str:
    found = EXPOSED.search(face)
    return PIECE.sub(rf"  '{name}/\1'", found[1]) if found else ""


def _imports(faces: Iterable[str]) -> str:
    wanted: dict[str, set[str]] = {}
    for face in faces:
        for names, module in TYPE_IMPORT.findall(face):
            place = "../shell" if module == FEDERATION else module
            wanted.setdefault(place, set()).update(name.strip() for name in names.split(","))
    named = ((place, ", ".join(sorted(names))) for place, names in sorted(wanted.items()))
    return "".join(f"import type {{ {names} }} from '{place}';\n" for place, names in named)
