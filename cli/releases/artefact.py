"""One build of a micro frontend, kept as it was made: a folder named by the hash of its contents.

`mfe/<name>/<hash>/` has what browsers load as a remote, and `release.json`; a zone's server and pages' files are in
`zones/<name>/builds/<hash>/`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cli.refusals import Refusal
from local.files import put_in_place, write_whole

MANIFEST = "release.json"
REMOTE_MANIFEST = "mfe/mf-manifest.json"
HASH_LENGTH = 16  # hexadecimal digits: 64 bits, and nobody who could gain by a collision builds here
REMOTE, SERVER, STATIC, PUBLIC = "mfe", "server", "static", "public"
# Written anew by each build of the same sources, and never seen by anybody: keys of a preview mode that nobody uses.
RANDOM = "prerender-manifest.json"


@dataclass(frozen=True, slots=True)
class Artefact:
    name: str
    hash: str
    version: str
    team: str
    files: Mapping[str, str]  # path → integrity, as browsers write it
    contract: Mapping[str, Any] | None
    commit: str
    built_at: str
    build: str = ""  # what it was built from, as the build names that; a zone's build id stands in `build_id`
    build_id: str = ""
    was_released: bool = False  # by ./souk release, and not only by a start of the shop

    @property
    def is_remote(self) -> bool:
        """A zone that exposes nothing is none."""
        return REMOTE_MANIFEST in self.files

    @property
    def label(self) -> str:
        return f"{self.version}-{self.hash}"


@dataclass(frozen=True, slots=True)
class Built:
    """What lies in a working tree after a build: folders by what they are for."""

    name: str
    version: str
    team: str
    folders: Mapping[str, Path]
    contract: Mapping[str, Any] | None = None
    commit: str = ""
    built_at: str = ""
    build: str = ""
    build_id: str = ""


@dataclass(frozen=True, slots=True)
class Store:
    """All artefacts of one home."""

    home: Path

    def remote_of(self, name: str, hash_: str) -> Path:
        return self.home / "mfe" / name / hash_

    def zone_of(self, name: str, hash_: str) -> Path:
        return self.home / "zones" / name / "builds" / hash_

    def find(self, name: str, hash_: str) -> Artefact | None:
        file = self.remote_of(name, hash_) / MANIFEST
        if not file.is_file():
            return None
        return Artefact(**json.loads(file.read_text("utf-8")))

    def all_of(self, name: str) -> list[Artefact]:
        """Newest first."""
        folder = self.home / "mfe" / name
        found = (self.find(name, each.name) for each in folder.iterdir()) if folder.is_dir() else ()
        return sorted((each for each in found if each), key=lambda each: (each.built_at, each.hash), reverse=True)

    def keep(self, built: Built, *, released: bool) -> Artefact:
        """Copy what was built, unless it is here already; whole, or not at all."""
        files = {
            f"{kind}/{path}": hashed for kind, folder in built.folders.items() for path, hashed in _hashed_files(folder)
        }
        name = hash_of(built, files)
        found = self.find(built.name, name)
        if found is None:
            self._copy(built, name)
        known = found or _artefact_of(built, name, files)
        kept = Artefact(**{**asdict(known), "was_released": known.was_released or released, "build": built.build})
        if kept != found:
            write_whole(self.remote_of(built.name, name) / MANIFEST, json.dumps(asdict(kept), indent=1) + "\n")
        return kept

    def _copy(self, built: Built, name: str) -> None:
        zone = {kind: folder for kind, folder in built.folders.items() if kind != REMOTE}
        if zone:
            place = self.zone_of(built.name, name)
            aside = _emptied(place)
            for kind, folder in zone.items():
                shutil.copytree(folder, aside / kind, symlinks=True)
            put_in_place(aside, place)
        place = self.remote_of(built.name, name)
        aside = _emptied(place)
        if REMOTE in built.folders:
            shutil.copytree(built.folders[REMOTE], aside, dirs_exist_ok=True)
        put_in_place(aside, place)

    def verify(self, artefact: Artefact) -> None:
        """Every file is as it was built."""
        for path, integrity in artefact.files.items():
            kind, _, rest = path.partition("/")
            folder = self.remote_of if kind == REMOTE else self.zone_of
            file = folder(artefact.name, artefact.hash) / (rest if kind == REMOTE else path)
            if not (file.is_symlink() or file.is_file()):
                raise broken(artefact, f"{path} is missing")
            if _integrity_of(file) != integrity:
                raise broken(artefact, f"{path} is not as it was built")

    def drop(self, artefact: Artefact) -> None:
        """The remote's folder goes last: what has none is no artefact."""
        shutil.rmtree(self.zone_of(artefact.name, artefact.hash), ignore_errors=True)
        shutil.rmtree(self.remote_of(artefact.name, artefact.hash), ignore_errors=True)


def broken(artefact: Artefact, what: str) -> Refusal:
    return Refusal(
        f"{artefact.name} {artefact.label} is damaged: {what}.",
        f"Make it again: remove mfe/{artefact.name}/{artefact.hash} of the shop's folder, then ./souk release "
        f"{artefact.name} from the sources of {artefact.commit or 'that version'}.",
    )


def hash_of(built: Built, files: Mapping[str, str]) -> str:
    """By what it is, not by when or from which commit it was built."""
    told = {"name": built.name, "version": built.version, "files": dict(sorted(files.items()))}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:HASH_LENGTH]


def _artefact_of(built: Built, name: str, files: Mapping[str, str]) -> Artefact:
    return Artefact(
        built.name, name, built.version, built.team, files, built.contract, built.commit, built.built_at, built.build,
        built.build_id,
    )  # fmt: skip


def _hashed_files(folder: Path) -> Iterator[tuple[str, str]]:
    for where, folders, files in os.walk(folder):
        links = [name for name in folders if (Path(where) / name).is_symlink()]
        for name in [*files, *links]:
            file = Path(where) / name
            yield str(file.relative_to(folder)), _integrity_of(file)


def _integrity_of(file: Path) -> str:
    content = os.readlink(file).encode() if file.is_symlink() else _told_by(file)
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def _told_by(file: Path) -> bytes:
    content = file.read_bytes()
    if file.name != RANDOM:
        return content
    return json.dumps({**json.loads(content), "preview": None}, sort_keys=True).encode()


def _emptied(place: Path) -> Path:
    aside = place.with_name(f"{place.name}.new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    return aside
