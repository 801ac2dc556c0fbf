"""What a build becomes for the browser: files of every MFE, old ones kept so that open tabs go on working."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cli.manifest import System

KEPT_S = 30 * 24 * 3600  # no tab stays open longer
# Read first by a browser's loader, so written last by a release.
ENTRIES = ("remoteEntry.js", "mf-manifest.json")


def publish_web(system: System, home: Path) -> None:
    """Copy what is built to where the gateway serves it; an MFE without a build is left as it is."""
    for name in system.mfes if not system.built_in else system.remotes:
        add_files(_app(system, name) / "dist" / "mfe", home / "mfe" / name)
    for zone in system.zones:
        add_files(_app(system, zone.name) / ".next" / "static", home / "zones" / zone.name / "static")
        add_files(_app(system, zone.name) / "public", home / "zones" / zone.name / "public")


def remotes_of(system: System) -> dict[str, dict[str, Any]]:
    """What the shell asks for at `/mfe/remotes.json`: addresses on this origin only."""
    return {
        name: {
            "entry": entry,
            "team": system.mfes[name].team,
            "version": version_of(system, name),
            "pieces": pieces_of(system, name),
            "texts": texts_of(system, name),
            "piece_texts": piece_texts_of(system, name),
        }
        for name, entry in system.remotes.items()
    }


def pieces_of(system: System, mfe: str) -> dict[str, list[str]]:
    """The files that each exposed piece brings: a page asks for them together with the remote's entry."""
    exposed = _manifest_of(system, mfe).get("exposes", [])
    return {one["name"]: [*one["assets"]["js"]["sync"], *one["assets"]["css"]["sync"]] for one in exposed}


def texts_of(system: System, mfe: str) -> dict[str, str]:
    """The file of each language's texts, of all pieces."""
    return dict(_manifest_of(system, mfe).get("texts", {}))


def piece_texts_of(system: System, mfe: str) -> dict[str, dict[str, list[str]]]:
    """The same of each exposed piece: the catalogues that it says something of, and no others."""
    exposed = _manifest_of(system, mfe).get("exposes", [])
    return {one["name"]: one["texts"] for one in exposed if "texts" in one}


def _manifest_of(system: System, mfe: str) -> dict[str, Any]:
    file = _app(system, mfe) / "dist" / "mfe" / "mf-manifest.json"
    return json.loads(file.read_text("utf-8")) if file.is_file() else {}


def version_of(system: System, mfe: str) -> str:
    package = _app(system, mfe) / "package.json"
    return str(json.loads(package.read_text("utf-8")).get("version", "0")) if package.is_file() else "0"


def build_of(system: System, zone: str) -> str:
    """Next.js' name for the build; a page of another build must not come from the cache."""
    file = _app(system, zone) / ".next" / "BUILD_ID"
    return file.read_text("utf-8").strip() if file.is_file() else "none"


def public_files_of(home: Path, zone: str) -> list[str]:
    """Names in the zone's public folder; folders end with a slash."""
    folder = home / "zones" / zone / "public"
    entries = sorted(folder.iterdir()) if folder.is_dir() else []
    return [f"{entry.name}/" if entry.is_dir() else entry.name for entry in entries]


def _app(system: System, mfe: str) -> Path:
    return system.root / system.mfes[mfe].folder


def add_files(built: Path, served: Path) -> None:
    files = [(file, served / file.relative_to(built)) for file in _files_in(built)]
    for file, copy in sorted(files, key=lambda pair: pair[0].name in ENTRIES):
        if copy.is_file() and copy.read_bytes() == file.read_bytes():
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        unfinished = copy.with_name(f"{copy.name}.new")
        shutil.copyfile(file, unfinished)
        unfinished.replace(copy)
    if files:
        _drop_old(served, {copy for _, copy in files})


def _drop_old(served: Path, current: set[Path]) -> None:
    oldest = time.time() - KEPT_S
    for file in _files_in(served):
        if file not in current and file.stat().st_mtime < oldest:
            file.unlink()


def _files_in(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
