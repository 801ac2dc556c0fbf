"""What lies in the working tree after a build, and what its contract says."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cli.home import Home
from cli.manifest import Mfe, System
from cli.releases.artefact import PUBLIC, REMOTE, SERVER, STATIC, Built
from cli.releases.choices import moment

PIECE = re.compile(r"""['"](\w[\w-]*/\w+)['"]""")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CONTRACT = Path("web/packages/federation/dist/contract.json")


def built_in_tree(home: Home, system: System, name: str, build: str = "", *, servers: bool = True) -> Built | None:
    """None where it was not built. A zone at `/` that has all others in it is an artefact of its own: `together`."""
    mfe = system.mfes[name]
    folder = home.root / mfe.folder
    folders = {kind: place for kind, place in _folders(folder, system, mfe, servers=servers) if place.is_dir()}
    if not folders:
        return None
    return Built(
        name=mfe.folder.name,
        version=version_in(folder),
        team=mfe.team,
        folders=folders,
        contract=contract_of(home, system, name),
        commit=commit_of(home.root),
        built_at=moment(),
        build=build,
        build_id=build_id_in(folder),
    )


def _folders(folder: Path, system: System, mfe: Mfe, *, servers: bool) -> Iterator[tuple[str, Path]]:
    if mfe.name not in system.built_in or mfe.name in system.remotes:
        yield REMOTE, folder / "dist" / "mfe"
    if mfe in system.zones:
        yield STATIC, folder / ".next" / "static"
        yield PUBLIC, folder / "public"
        if servers:
            yield SERVER, folder / ".next" / "standalone"


def contracts_in(home: Home) -> Mapping[str, Any] | None:
    """Of all pieces, as the last build of the web left it (write-contract.mjs of @souk/config)."""
    file = home.root / CONTRACT
    return json.loads(file.read_text("utf-8")) if file.is_file() else None


def contract_of(home: Home, system: System, name: str) -> Mapping[str, Any] | None:
    """What one of them promises and relies on, of what all do."""
    whole = contracts_in(home)
    if whole is None:
        return None
    pieces: Mapping[str, Any] = whole["pieces"]
    mfe = system.mfes[name]
    exposes = {piece.partition("/")[2]: shape for piece, shape in pieces.items() if piece.partition("/")[0] == name}
    mounted = _mounted(home, system, mfe) & set(pieces)
    return {
        "exposes": exposes,
        "mounts": {piece: pieces[piece] for piece in sorted(mounted)},
        "needs": whole["needs_of_elements" if mfe.is_element else "needs"] if exposes else {},
        "lends": whole["lends"] if mfe.is_zone else {},
    }


def _mounted(home: Home, system: System, mfe: Mfe) -> set[str]:
    """Named in its own sources; of a zone also in packages that are built into it, and as pages in souk.toml."""
    web = home.root / "web"
    folders = [home.root / mfe.sources / "src"]
    pages = set[str]()
    if mfe.is_zone:
        folders += sorted((web / "packages").glob("*/src"))
    if mfe.name == system.host.name:
        pages = {f"{other.name}/{page}" for other in system.mfes.values() for page in other.pages.values()}
    return pages | {piece for folder in folders for piece in _pieces_named_in(folder)}


@cache
def _pieces_named_in(folder: Path) -> frozenset[str]:
    files = (file for pattern in ("*.ts", "*.tsx") for file in folder.rglob(pattern))
    code = (file for file in files if "generated" not in file.parts and ".test." not in file.name)
    return frozenset(piece for file in code for piece in PIECE.findall(COMMENT.sub("", file.read_text("utf-8"))))


def version_in(folder: Path) -> str:
    package = folder / "package.json"
    return str(json.loads(package.read_text("utf-8")).get("version", "0")) if package.is_file() else "0"


def build_id_in(folder: Path) -> str:
    file = folder / ".next" / "BUILD_ID"
    return file.read_text("utf-8").strip() if file.is_file() else ""


@cache
def commit_of(root: Path) -> str:
    """Of the sources, with `+` where there is more than it has; empty outside a repository."""
    try:
        said = subprocess.run(
            ["git", "-C", str(root), "describe", "--always", "--dirty=+", "--abbrev=12", "--exclude=*"],
            capture_output=True, text=True, check=False, timeout=20,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return said.stdout.strip()
