"""./souk restore: a shop as it was at one moment, from a back-up and what PostgreSQL has written since.

Streams are not in it, and need not be: the next start finds none, and announces again what a follower's restored inbox
does not know (local/lost_streams.py). What happened after the point is nowhere, so nobody can hear of it.
"""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.markup import escape

from cli import commands, running
from cli.backup.media import copy_media, size_of
from cli.backup.place import RESTORING, Backup, BackupPlace
from cli.backup.recovery import Recovery
from cli.backup.releases import FILES, bring_choices_back, chosen_versions, copy_versions
from cli.backup.room import copy_folder
from cli.backup.secret_files import copy_secrets
from cli.home import Home
from cli.keys import Keys
from cli.progress import Progress
from cli.refusals import Refusal
from cli.terminal import console
from local.postgres import program, server_version
from local.postgres_owner import end_left_server

OLDER = "Choose an older back-up by --to, or get this one from where it was copied to."


@dataclass(frozen=True, slots=True)
class Asked:
    to: datetime | None
    secrets: Path | None
    new_secrets: bool
    set_aside: bool


def point_of(text: str) -> datetime:
    try:
        point = datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        raise Refusal(
            f"--to {text} is no time.", "Write it like 2026-11-26T20:30:00+05:30; without a zone it is this machine's."
        ) from None
    if point > datetime.now(UTC):
        raise Refusal(f"--to {text} is in the future.", "Name a moment that has been, or leave --to away for the last.")
    return point


def restore(home: Home, folder: Path, asked: Asked) -> int:
    began = time.monotonic()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the database that recovers is ended with us
    place = BackupPlace(folder.resolve())
    backup = _chosen(place, asked.to)
    with _alone_in(home, asked):
        _refuse_version(backup)
        unfinished = Home(home.folder / RESTORING, home.root)
        end_left_server(unfinished.postgres)
        shutil.rmtree(unfinished.folder, ignore_errors=True)
        home.make()
        _refuse_full(home, place, backup)
        for each in place.unreadable:
            console.print(f"  [yellow]Left out[/] {escape(str(each.folder))}: {escape(each.why)}.", soft_wrap=True)
        try:
            reached = _bring_back(place, backup, asked, home, unfinished)
        except BaseException:
            shutil.rmtree(unfinished.folder, ignore_errors=True)
            raise
        # Interrupted in here it is not opened as a shop (refuse_half_restored).
        aside = _put_in_place(unfinished, home)
        shutil.rmtree(unfinished.folder, ignore_errors=True)
    _tell(home, reached or backup.about.ended, aside, time.monotonic() - began)
    return 0


def _bring_back(place: BackupPlace, backup: Backup, asked: Asked, home: Home, unfinished: Home) -> datetime | None:
    """When the last transaction was that it has."""
    with Progress() as progress:
        with progress.step(f"The back-up of {backup.about.ended:%Y-%m-%d %H:%M:%S} UTC"):
            verify = [str(program("pg_verifybackup")), "--exit-on-error", str(backup.postgres)]
            commands.run(verify, what="Reading the back-up", fix=OLDER, log=home.log_of("restore"))
            copy_folder(backup.postgres, unfinished.postgres)
            unfinished.postgres.chmod(0o700)
        copy_secrets(asked.secrets or home.secrets, unfinished.secrets)
        password = Keys(unfinished.secrets).postgres_superuser
        with progress.step("What was written since") as step:
            log = home.log_of("restore-postgres")
            reached = Recovery(unfinished.postgres, backup.wal, asked.to, password, log).run(step)
        with progress.step("Pictures") as step:
            step.note = f"{copy_media(place.media, home.media).new} brought back"
        with progress.step("Versions of micro frontends") as step:
            bring_choices_back(backup.folder, unfinished.folder)
            chosen = chosen_versions(unfinished.folder)
            step.note = f"{copy_versions(place.versions, home.folder, chosen)} brought back"
    return reached


@contextmanager
def _alone_in(home: Home, asked: Asked) -> Iterator[None]:
    """Neither a start nor another restore comes between."""
    if home.folder.is_dir() and any(home.folder.iterdir()) and not home.run.is_dir():
        raise Refusal(f"{home.folder} holds what is no shop's.", "Name an empty folder, or one that is not there yet.")
    claim = running.Claim.take(home)
    if claim is None:
        raise Refusal(
            f"A shop runs from {home.shown}, or is brought back there.",
            "Stop it with ./souk down, or restore beside it: --into FOLDER.",
        )
    try:
        _refuse_place(home, asked)
        yield
    finally:
        claim.file.close()


def _chosen(place: BackupPlace, point: datetime | None) -> Backup:
    backups = place.backups
    if not backups:
        unreadable = [f"{each.folder} cannot be read: {each.why}." for each in place.unreadable]
        raise Refusal(
            " ".join([f"There is no back-up in {place.folder}.", *unreadable]),
            "Name the folder that ./souk backup was given, or restore with the release that made it.",
        )
    fitting = [backup for backup in backups if point is None or backup.about.ended <= point]
    if not fitting:
        raise Refusal(
            f"The oldest back-up in {place.folder} ended later, at {backups[0].about.ended:%Y-%m-%d %H:%M:%S} UTC.",
            "Name a later time: a back-up can only be brought forward.",
        )
    chosen = fitting[-1]
    if point and not chosen.wal.is_dir():
        raise Refusal(
            f"Of what was written after the back-up {chosen.folder} nothing was kept: SOUK_BACKUP_DIR was not set.",
            f"Leave --to away, and have the shop of {chosen.about.ended:%Y-%m-%d %H:%M:%S} UTC.",
        )
    return chosen


def _refuse_place(home: Home, asked: Asked) -> None:
    if _has_data(home) and not asked.set_aside:
        raise Refusal(
            f"{home.shown} has a shop's data already.",
            "Restore into an empty place (--into FOLDER), or say --set-aside: then it is moved to a folder beside.",
        )
    if asked.secrets and not asked.secrets.is_dir():
        raise Refusal(f"There is no folder {asked.secrets}.", "Name the one that --secrets-to was given.")
    if not (asked.secrets or asked.new_secrets or any(home.secrets.glob("[!.]*"))):
        raise Refusal(
            "The shop's secrets are not in a back-up, and which to take is not said.",
            "Name their copy (--secrets FOLDER). If it is lost, say --new-secrets: everybody is signed out, guests "
            "lose their bags and the links to their orders, and who has an authenticator cannot come in.",
        )


def _has_data(home: Home) -> bool:
    return home.data.is_dir() and any(home.data.iterdir())


def _refuse_version(backup: Backup) -> None:
    ours, theirs = server_version(), backup.about.postgres
    if ours.partition(".")[0] != theirs.partition(".")[0]:
        raise Refusal(
            f"The back-up is PostgreSQL {theirs}'s, and this release of Souk has {ours}.",
            "Check out the release that made it, restore and open it there, then move it over by pg_dump.",
        )


def _refuse_full(home: Home, place: BackupPlace, backup: Backup) -> None:
    needed = size_of(backup.postgres) + size_of(place.media) - size_of(home.media)
    free = shutil.disk_usage(home.folder).free
    if free < needed * 1.1:
        raise Refusal(
            f"{home.shown} has {free / 1e6:.0f} MB free, and the restored shop takes {needed / 1e6:.0f} MB.",
            "Make room, or restore onto another disk: --into FOLDER.",
        )


def _put_in_place(unfinished: Home, home: Home) -> Path | None:
    """Only now is the old shop touched; what the gateway kept of pages may be of after the point.

    The databases come last: until then ./souk up refuses what is half a shop (refuse_half_restored).
    """
    aside = home.folder / f"before-restore-{datetime.now(UTC):%Y-%m-%dT%H-%M-%SZ}" if _has_data(home) else None
    if aside:
        aside.mkdir(mode=0o700)
        copy_secrets(home.secrets, aside / "secrets")
    if (unfinished.folder / FILES[0]).is_file():
        for old in (home.folder / name for name in FILES):
            if old.exists():
                old.rename(aside / old.name) if aside else old.unlink()
        (unfinished.folder / FILES[0]).rename(home.folder / FILES[0])
    if aside:
        home.data.rename(aside / "data")
    else:
        home.data.rmdir()
    copy_secrets(unfinished.secrets, home.secrets)
    shutil.rmtree(home.cache, ignore_errors=True)
    unfinished.data.rename(home.data)
    return aside


def _tell(home: Home, reached: datetime, aside: Path | None, seconds: float) -> None:
    start = "./souk up" if home == Home.of() else f"SOUK_HOME={home.folder} ./souk up"
    console.print(f"\n  The shop is as it was at {reached:%Y-%m-%d %H:%M:%S.%f} UTC, after {seconds:.1f} s.")
    if aside:
        console.print(f"  What was here before is in {escape(os.path.relpath(aside, home.root))}.", soft_wrap=True)
    console.print(
        f"  {escape(start)} opens it. Then take a back-up: a new history begins. Orders paid after that moment are "
        "known to the payment provider alone; compare with its list.",
        soft_wrap=True,
    )
