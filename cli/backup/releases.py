"""Which versions visitors get and who chose that when, and the versions themselves where a person chose.

All others follow the tree that the shop is started from. A version never changes, so one copy serves all back-ups.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from cli.backup.room import copy_folder
from cli.releases.artefact import Store
from cli.releases.choices import FILE, WAIT_S, reading
from local.files import put_in_place

# What SQLite keeps beside its file.
FILES = (FILE, f"{FILE}-wal", f"{FILE}-shm")


def copy_choices(home: Path, into: Path) -> None:
    """As they are at this moment, whoever changes them meanwhile."""
    if not (home / FILE).is_file():
        return
    with closing(sqlite3.connect(home / FILE, timeout=WAIT_S)) as source, closing(sqlite3.connect(into / FILE)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, which can be read where nothing may be written
    (into / FILE).chmod(0o600)


def bring_choices_back(backup: Path, into: Path) -> None:
    if not (backup / FILE).is_file():
        return
    shutil.copyfile(backup / FILE, into / FILE)
    with closing(sqlite3.connect(into / FILE)) as copy:
        copy.execute("PRAGMA journal_mode = WAL")


def chosen_versions(home: Path) -> list[str]:
    """Folders below `home` of what its choices name; `home` may be a back-up, whose versions lie elsewhere."""
    if not (home / FILE).is_file():
        return []
    with reading(home) as choices:
        chosen = [choice for choice in choices.all().values() if choice.pinned or choice.canary]
    store = Store(home)
    versions = ((choice.name, hash_) for choice in chosen for hash_ in sorted(choice.kept))
    return [str(place(*each).relative_to(home)) for each in versions for place in (store.remote_of, store.zone_of)]


def copy_versions(source: Path, into: Path, names: Iterable[str]) -> int:
    """How many are new; what was swept before it could be copied is none any more."""
    new = 0
    for name in names:
        if (into / name).exists() or not (source / name).is_dir():
            continue
        aside = (into / name).with_name(f"{Path(name).name}.new")
        shutil.rmtree(aside, ignore_errors=True)
        copy_folder(source / name, aside)
        put_in_place(aside, into / name)
        new += 1
    return new


def drop_versions(place: Path, wanted: Iterable[str]) -> None:
    kept = {place / name for name in wanted}
    for version in [*place.glob("mfe/*/*"), *place.glob("zones/*/builds/*")]:
        if version not in kept:
            shutil.rmtree(version)
