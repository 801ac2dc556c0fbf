"""Artefacts without a build: what a build would have left, in a few lines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cli.home import Home
from cli.releases.artefact import PUBLIC, REMOTE, SERVER, STATIC, Artefact, Built, Store
from cli.releases.choices import Choice, moment, reading

CONTRACT: Mapping[str, Any] = {"exposes": {}, "mounts": {}, "needs": {}, "lends": {}}


def a_remote(
    folder: Path,
    name: str = "cart",
    says: str = "one",
    contract: Mapping[str, Any] | None = None,
    *,
    released: bool = True,
) -> Artefact:
    """Kept in the store of this home, as from sources that say this."""
    built = folder / "built" / name / says / REMOTE
    (built / "static").mkdir(parents=True, exist_ok=True)
    (built / "remoteEntry.js").write_text(f"entry of {says}")
    (built / "static" / "page.js").write_text(f"page of {says}")
    assets = {"js": {"sync": ["static/page.js"]}, "css": {"sync": []}}
    exposes = [{"name": "CartPage", "assets": assets, "texts": {"en-IN": ["a.js"]}}]
    (built / "mf-manifest.json").write_text(json.dumps({"exposes": exposes, "texts": {"en-IN": "all.js"}}))
    return _kept(folder, name, {REMOTE: built}, contract, released=released)


def a_zone(folder: Path, name: str = "products", says: str = "one", *, released: bool = True) -> Artefact:
    built = folder / "built" / name / says
    for kind, file in ((STATIC, f"chunks/{says}.js"), (PUBLIC, "theme.js"), (SERVER, f"web/apps/{name}/server.js")):
        (built / kind / file).parent.mkdir(parents=True, exist_ok=True)
        (built / kind / file).write_text(f"{kind} of {says}")
    folders = {kind: built / kind for kind in (STATIC, PUBLIC, SERVER)}
    return _kept(folder, name, folders, None, released=released)


def _kept(
    folder: Path, name: str, folders: Mapping[str, Path], contract: Mapping[str, Any] | None, *, released: bool
) -> Artefact:
    built = Built(name, "0.1.0", "checkout", folders, contract or CONTRACT, "abc", moment())
    return Store(folder).keep(built, released=released)


def choice_of(home: Home, name: str = "cart") -> Choice:
    with reading(home.folder) as choices:
        return choices.of(name)
