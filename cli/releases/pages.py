"""Which build of a zone makes a visitor's page, as the gateway reads it: a link for each bucket of visitors.

`given/<zone>/now/<bucket>` leads to a folder whose name says where that build answers and which one it is. nginx reads
the name (`$realpath_root`) once for each request, so what is asked and what the answer is kept as are never of two
builds; and a change renames one link, `now`, so it is there for all at once and nothing is loaded anew. It reads it
while there is a file `on`: what nginx was started with, it knows without (`own`).
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cli.manifest import LOOPBACK, Mfe, System
from cli.releases.artefact import HASH_LENGTH, PUBLIC, Store
from cli.releases.choices import BUCKETS, Choice

GIVEN, OWN, ON = "given", "own", "on"
NO_BUILD = "0" * HASH_LENGTH
SOME = "-some"  # behind the name while another build is for some of the visitors: an answer is its visitor's own then

Servers = Mapping[str, str]  # by a build's hash, whom the gateway asks for its pages


def own_server(zone: str) -> str:
    """The zone's own port, as the gateway calls it (nginx.conf.j2): connections there are kept."""
    return f"zone_{zone}"


def own_name(zone: str, build: str) -> str:
    return f"{own_server(zone)}-{build}"


def servers_in(parts: Iterable[Mapping[str, Any]], zone: Mfe) -> dict[str, str]:
    """Of what the keeper says: who answers, and goes on to."""
    return {
        part["build"]: own_server(zone.name) if part["at"] == zone.port else f"{LOOPBACK}:{part['at']}"
        for part in parts
        if part["zone"] == zone.name and part["state"] == "healthy" and not part["passing"]
    }


def give_pages(store: Store, run: Path, zone: str, choice: Choice, servers: Servers) -> None:
    """What does not answer is given to nobody."""
    live = choice.live if choice.live in servers else next(iter(servers), None)
    if live is None:
        return
    canary = choice.canary if choice.canary in servers else None
    builds = [canary if canary and bucket < choice.percent else live for bucket in range(BUCKETS)]
    names = {build: f"{servers[build]}-{build}{SOME if canary else ''}" for build in set(builds)}
    folder = run / GIVEN / zone
    for build, name in names.items():
        _make_place(folder / "at" / name, store.zone_of(choice.name, build) / PUBLIC)
    _lead(folder, [Path("..") / "at" / names[build] for build in builds])
    if [*names.values()] == [(folder / OWN).read_text("utf-8")]:
        (folder / ON).unlink(missing_ok=True)
    else:
        (folder / ON).touch()


def live_of(zone: Mfe, chosen: Mapping[str, Choice]) -> str:
    choice = chosen.get(zone.folder.name)
    return (choice and choice.live) or NO_BUILD


def begin_pages(home: Path, system: System, chosen: Mapping[str, Choice]) -> None:
    """Before a start: each zone at its own port, from what is live."""
    shutil.rmtree(home / "run" / GIVEN, ignore_errors=True)
    for zone in system.zones:
        choice = chosen.get(zone.folder.name, Choice(zone.folder.name))
        build, folder = live_of(zone, chosen), home / "run" / GIVEN / zone.name
        folder.mkdir(parents=True)
        (folder / OWN).write_text(own_name(zone.name, build), "utf-8")
        give_pages(Store(home), home / "run", zone.name, choice, {build: own_server(zone.name)})


def _make_place(place: Path, public: Path) -> None:
    """With the build's own public files in it: their names are the same in every build."""
    place.mkdir(parents=True, exist_ok=True)
    link = place / PUBLIC
    if not link.is_symlink():
        link.symlink_to(os.path.relpath(public, place), target_is_directory=True)


def _lead(folder: Path, targets: Sequence[Path]) -> None:
    """Of what was before, the last stays: nginx may just be on its way through it."""
    now = folder / "now"
    before = now.readlink() if now.is_symlink() else None
    if before and all((folder / before / str(bucket)).readlink() == target for bucket, target in enumerate(targets)):
        return
    made = folder / str(time.time_ns())
    made.mkdir()
    for bucket, target in enumerate(targets):
        (made / str(bucket)).symlink_to(target, target_is_directory=True)
    aside = folder / ".now.new"
    aside.unlink(missing_ok=True)
    aside.symlink_to(made.name, target_is_directory=True)
    aside.replace(now)
    for old in folder.glob("[0-9]*"):
        if old != made and old.name != str(before):
            shutil.rmtree(old, ignore_errors=True)
