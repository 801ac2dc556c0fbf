"""What a start of the shop makes of the builds in the tree, and what is swept."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cli.home import Home
from cli.manifest import System
from cli.releases.artefact import PUBLIC, REMOTE, STATIC, Artefact, Store
from cli.releases.built import built_in_tree
from cli.releases.choices import Choice, Choices, changing, follow_start
from cli.releases.pages import give_pages, servers_in
from cli.releases.served import write_remotes

KEPT_DAYS = 30  # no tab stays open longer
STARTED = "start"
WHO_STARTS = "./souk up"


def keep_builds(home: Home, system: System, builds: Mapping[str, str] | None = None, *, servers: bool = True) -> None:
    """Each build becomes an artefact, and is what visitors get unless a person chose another.

    `builds`: how a zone's build is named, so that one which is kept already is not read again.
    """
    store = Store(home.folder)
    with changing(home.folder) as choices:
        for name in released(system):
            key = key_of(system, name)
            noted, before = (builds or {}).get(name, ""), choices.of(key)
            live = store.find(key, before.live) if before.live else None
            if live and noted and live.build == noted:
                continue
            built = built_in_tree(home, system, name, noted, servers=servers)
            if built is None:
                continue
            kept = store.keep(built, released=False)
            after = follow_start(before, kept.hash)
            if after != before:
                choices.choose(after, WHO_STARTS, STARTED)
        serve(home, system, choices)
        sweep(home, system, choices)


def released(system: System) -> list[str]:
    """Those that are builds of their own in this shape."""
    zones = {zone.name for zone in system.zones}
    apart = system.mfes if not system.built_in else system.remotes
    return [name for name in system.mfes if name in zones or name in apart]


def key_of(system: System, name: str) -> str:
    """The zone at `/` with all others in it is another thing than the host alone."""
    return system.mfes[name].folder.name


def serve(home: Home, system: System, choices: Choices, parts: Iterable[Mapping[str, Any]] = ()) -> None:
    """Files first, then who is told of them. `parts`: what the keeper says of those that run."""
    store, all_ = Store(home.folder), choices.all()
    for zone in system.zones:
        choice = all_.get(key_of(system, zone.name))
        for build in [store.zone_of(choice.name, each) for each in sorted(choice.kept)] if choice else ():
            add_files(build, home.folder / "zones" / zone.name)
    home.run.mkdir(parents=True, exist_ok=True)
    write_remotes(system, store, home.run, all_)
    for zone in system.zones:
        key = key_of(system, zone.name)
        give_pages(store, home.run, zone.name, all_.get(key, Choice(key)), servers_in(parts, zone))


def add_files(build: Path, served: Path) -> None:
    """Of all builds that may be asked for, in one folder: their names hold their hashes."""
    for kind in (STATIC, PUBLIC):
        for file in _files_in(build / kind):
            copy = served / file.relative_to(build)
            if copy.is_file() and copy.read_bytes() == file.read_bytes():
                continue
            copy.parent.mkdir(parents=True, exist_ok=True)
            unfinished = copy.with_name(f"{copy.name}.new")
            shutil.copyfile(file, unfinished)
            unfinished.replace(copy)


def public_files_of(home: Path, zone: str) -> list[str]:
    """Names in the zone's public folder; folders end with a slash."""
    folder = home / "zones" / zone / PUBLIC
    entries = sorted(folder.iterdir()) if folder.is_dir() else []
    return [f"{entry.name}/" if entry.is_dir() else entry.name for entry in entries]


def sweep(home: Home, system: System, choices: Choices, now: datetime | None = None) -> list[Artefact]:
    """Drops what nothing refers to for as long as a tab may be open; live, canary and rollback stay."""
    store, all_ = Store(home.folder), choices.all()
    oldest = (now or datetime.now(UTC)) - timedelta(days=KEPT_DAYS)
    dropped: list[Artefact] = []
    for name in dict.fromkeys([*(key_of(system, each) for each in system.mfes), *all_]):
        kept = all_.get(name, Choice(name)).kept
        for artefact in store.all_of(name):
            if artefact.hash in kept:
                continue
            if _last_used(artefact, choices) < oldest:
                store.drop(artefact)
                dropped.append(artefact)
            elif not artefact.was_released:  # nobody can ask for it; its files for open tabs lie with the others'
                shutil.rmtree(store.zone_of(name, artefact.hash), ignore_errors=True)
    for zone in system.zones:
        _sweep_files(home.folder / "zones" / zone.name, store.all_of(key_of(system, zone.name)), oldest)
    return dropped


def _last_used(artefact: Artefact, choices: Choices) -> datetime:
    said = choices.last_mention(artefact.name, artefact.hash)
    return max(datetime.fromisoformat(at) for at in (artefact.built_at, said) if at)


def _sweep_files(folder: Path, artefacts: Iterable[Artefact], oldest: datetime) -> None:
    known = {path for artefact in artefacts for path in artefact.files if not path.startswith(f"{REMOTE}/")}
    for kind in (STATIC, PUBLIC):
        for file in _files_in(folder / kind):
            is_old = file.stat().st_mtime < oldest.timestamp()
            if is_old and str(file.relative_to(folder)) not in known:
                file.unlink()


def _files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
