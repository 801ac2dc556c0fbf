"""Back-ups that are older than those to keep, and what only they needed."""

from __future__ import annotations

import shutil
from pathlib import Path

from cli.backup.place import LEAVING, WAL, BackupPlace
from cli.backup.releases import chosen_versions, drop_versions


def prune(place: BackupPlace, keep: int, life: Path) -> int:
    """`life`: the one that goes on. How many back-ups went.

    What one that cannot be read needs is not known: while it lies there, only whole back-ups go.
    """
    backups, unreadable = place.backups, place.unreadable
    old, kept = backups[:-keep], backups[-keep:]
    for backup in old:
        # Interrupted, what is left of it is none any more.
        shutil.rmtree(backup.folder.rename(backup.folder.with_name(f"{backup.folder.name}{LEAVING}")))
    if unreadable:
        return len(old)
    lives = {backup.folder.parent for backup in kept}
    for left in {backup.folder.parent for backup in old} - lives - {life}:
        shutil.rmtree(left)
    for each in lives:
        first = min(backup.about.first_wal for backup in kept if backup.folder.parent == each)
        for segment in (each / WAL).glob("[0-9A-F]" * 24 + "*"):
            if segment.name[8:24] < first[8:]:
                segment.unlink()
    wanted = {name for backup in kept for name in backup.media}
    for file in place.media.rglob("*"):
        if file.is_file() and str(file.relative_to(place.media)) not in wanted:
            file.unlink()
    drop_versions(place.versions, (name for backup in kept for name in chosen_versions(backup.folder)))
    return len(old)
