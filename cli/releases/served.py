"""What the gateway gives out as /mfe/remotes.json: files alone, so that no change of them needs a reload."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cli.manifest import System
from cli.releases.artefact import Artefact, Store
from cli.releases.choices import BUCKETS, Choice
from local.files import write_whole

REMOTES = "remotes.json"
BUCKET_COOKIE = "souk_release"
# A file for each bucket; `on` is there while a canary is: an answer is its visitor's own then, and no cache keeps it.
CANARIES, ON = "canaries", "on"


def write_remotes(system: System, store: Store, run: Path, choices: Mapping[str, Choice]) -> None:
    """Each file whole by a rename: whoever asks meanwhile gets the old answer or the new."""
    everybody = {name: choice.live for name, choice in choices.items() if name in system.mfes}
    _write_later(run / REMOTES, _document(system, store, everybody))
    folder = run / CANARIES
    has_canary = any(choice.canary for name, choice in choices.items() if name in system.mfes)
    if not has_canary and not folder.is_dir():
        return
    folder.mkdir(exist_ok=True)
    given = list(_given(system, choices))
    documents = {tuple(each.values()): "" for each in given}  # one more than there are canaries, at most
    for each in given:
        key = tuple(each.values())
        documents[key] = documents[key] or _document(system, store, each)
    _write_buckets(folder, [documents[tuple(each.values())] for each in given])
    if has_canary:
        (folder / ON).touch()
    else:
        (folder / ON).unlink(missing_ok=True)  # the files stay, for who was told of them a moment ago


def _write_buckets(folder: Path, documents: Sequence[str]) -> None:
    """Made again at each start, so none has to survive a crash of the machine."""
    for bucket, text in enumerate(documents):
        aside = folder / f".{bucket}.new"
        aside.write_text(text, "utf-8")
        aside.replace(folder / f"{bucket}.json")


def remotes_of(system: System, store: Store, given: Mapping[str, str | None]) -> dict[str, dict[str, Any]]:
    """Addresses on this origin, or on that of the network which delivers assets; who was never built is not there."""
    found = {name: store.find(name, hash_) for name, hash_ in given.items() if hash_ and name in system.remotes}
    return {
        name: _entry(system, store, artefact)
        for name, artefact in sorted(found.items())
        if artefact and artefact.is_remote
    }


def _entry(system: System, store: Store, artefact: Artefact) -> dict[str, Any]:
    folder = store.remote_of(artefact.name, artefact.hash)
    manifest = json.loads((folder / "mf-manifest.json").read_text("utf-8"))
    exposed = manifest.get("exposes", [])
    return {
        "entry": f"{system.assets.origin or ''}/mfe/{artefact.name}/{artefact.hash}/remoteEntry.js",
        "team": artefact.team,
        "version": artefact.version,
        # The files that each exposed piece brings: a page asks for them together with the remote's entry.
        "pieces": {one["name"]: [*one["assets"]["js"]["sync"], *one["assets"]["css"]["sync"]] for one in exposed},
        # The file of each language's texts, of all pieces; then those of each piece alone.
        "texts": manifest.get("texts", {}),
        "piece_texts": {one["name"]: one["texts"] for one in exposed if "texts" in one},
    }


def _given(system: System, choices: Mapping[str, Choice]) -> Iterator[dict[str, str | None]]:
    ours = [choice for name, choice in choices.items() if name in system.mfes]
    return ({choice.name: choice.of_bucket(bucket) for choice in ours} for bucket in range(BUCKETS))


def _document(system: System, store: Store, given: Mapping[str, str | None]) -> str:
    return json.dumps(remotes_of(system, store, given), indent=2) + "\n"


def _write_later(file: Path, text: str) -> None:
    """nginx tells one file from another of the same length by the second it was written in, so no two share one."""
    if file.is_file() and file.read_text("utf-8") == text:
        return
    earlier = file.stat().st_mtime if file.is_file() else 0
    write_whole(file, text)
    later = max(int(time.time()), int(earlier) + 1)
    os.utime(file, (later, later))
