"""./souk backup: all databases of the running shop at one moment, and its pictures; nobody waits for it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
from rich.markup import escape

from cli import commands, running
from cli.addresses import Addresses
from cli.backup.media import copy_media, size_of
from cli.backup.place import MAKING, VARIABLE, About, Backup, BackupPlace, place_named, write_about
from cli.backup.pruning import prune
from cli.backup.releases import chosen_versions, copy_choices, copy_versions
from cli.backup.room import full, is_of_a_full_disk
from cli.backup.secret_files import copy_secrets
from cli.home import Home
from cli.keys import Keys
from cli.progress import Progress
from cli.refusals import Refusal
from cli.shape import Shape
from cli.terminal import console
from local.database_urls import HOST, SUPERUSER
from local.postgres import program

FIRST_WAL = re.compile(r"START WAL LOCATION: .*\(file ([0-9A-F]{24})\)")
AGAIN = "Its log is backup.log in the shop's logs. Mend what it says, then take another; this one is not kept."


def backup(
    home: Home, folder: Path | None, secrets_to: Path | None, keep: int | None, env: Mapping[str, str] = os.environ
) -> int:
    place = _place(folder, env)
    addresses = _addresses(home)
    _refuse_secrets_beside_data(place, secrets_to)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends it, nothing half is left
    with place.only_backup(), Progress() as progress:
        place.sweep()
        made = _take(home, place, addresses, progress)
        if keep:
            with progress.step("Older back-ups") as step:
                step.note = f"{prune(place, keep, life=made.folder.parent)} removed"
    _tell(home, made, secrets_to, place)
    return 0


def _take(home: Home, place: BackupPlace, addresses: Addresses, progress: Progress) -> Backup:
    made = place.life_of(home) / f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%SZ}"
    unfinished = made.with_name(f"{made.name}{MAKING}")
    try:
        with progress.step("Databases") as step:
            _refuse_full(place, size_of(home.postgres))
            unfinished.mkdir(mode=0o700, parents=True)
            _databases(home, place, addresses, unfinished / "postgres")
            step.note = f"{size_of(unfinished) / 1e6:.0f} MB"
        about = asyncio.run(_about(addresses.superuser_url(Keys(home.secrets)), unfinished / "postgres"))
        with progress.step("Pictures") as step:
            copied = copy_media(home.media, place.media)
            step.note = f"{copied.new} new of {len(copied.names)}"
        with progress.step("Versions of micro frontends") as step:
            copy_choices(home.folder, unfinished)
            step.note = f"{copy_versions(home.folder, place.versions, chosen_versions(unfinished))} new"
        write_about(unfinished, about, iter(copied.names))
        unfinished.rename(made)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return Backup(made, about)


def _place(folder: Path | None, env: Mapping[str, str]) -> BackupPlace:
    place = BackupPlace(folder.resolve()) if folder else place_named(env)
    if place is None:
        raise Refusal(
            "Where to is not said.", f"Name a folder: ./souk backup /mnt/backup, or set {VARIABLE} to one for good."
        )
    place.refuse_unless_there()
    return place


def _addresses(home: Home) -> Addresses:
    state = running.state_of(home)
    if state is None or state["phase"] != "running":
        raise Refusal(
            f"No shop runs from {home.shown}.",
            "Start it with ./souk up; of a stopped one, data, media and secrets may simply be copied.",
        )
    shape = Shape.of_json(json.dumps(state["shape"]))
    if not any(part["name"] == "postgres" for part in state["parts"]):
        raise Refusal(
            "This shop's databases are on a server that is not Souk's.",
            "Back it up by its own means, all databases to one point in time (docs/running.md).",
        )
    return shape.addresses()


def _refuse_secrets_beside_data(place: BackupPlace, secrets_to: Path | None) -> None:
    if secrets_to and secrets_to.resolve().is_relative_to(place.folder):
        raise Refusal(
            f"{secrets_to} is inside {place.folder}: who finds the back-up would have the keys to it as well.",
            "Name a folder elsewhere, on another disk or at another place.",
        )


def _refuse_full(place: BackupPlace, needed: int) -> None:
    free = shutil.disk_usage(place.folder).free
    if free < needed * 1.1:
        raise Refusal(
            f"{place.folder} has {free / 1e6:.0f} MB free, and the databases take {needed / 1e6:.0f} MB.",
            "Make room (--keep 7 removes all but the newest seven back-ups), or name another folder.",
        )


def _databases(home: Home, place: BackupPlace, addresses: Addresses, into: Path) -> None:
    where = ["-h", HOST, "-p", str(addresses.postgres_port), "-U", SUPERUSER, "-w"]
    command = [str(program("pg_basebackup")), *where, "-D", str(into), "-X", "stream", "-c", "fast"]
    env = {**_plain(), "PGPASSWORD": Keys(home.secrets).postgres_superuser, "PGSSLMODE": "disable"}
    log = home.log_of("backup")
    try:
        commands.run(command, what="The back-up of the databases", fix=AGAIN, log=log, env=env)
    except Refusal as failed:
        if is_of_a_full_disk(failed.log):
            raise full(place.folder, failed.log) from failed
        raise
    verify = [str(program("pg_verifybackup")), "--exit-on-error", str(into)]
    commands.run(verify, what="Reading the back-up again", fix=AGAIN, log=log, env=_plain())


async def _about(url: str, copy: Path) -> About:
    connection = await asyncpg.connect(url)
    try:
        now: datetime = await connection.fetchval("select clock_timestamp()")
        version: str = await connection.fetchval("show server_version")
    finally:
        await connection.close()
    label = (copy / "backup_label").read_text("utf-8")
    first = FIRST_WAL.search(label)
    assert first, label
    return About(version.split()[0], now.astimezone(UTC).isoformat(), first[1])


def _plain() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("PG", "SOUK_"))}


def _tell(home: Home, made: Backup, secrets_to: Path | None, place: BackupPlace) -> None:
    for each in place.unreadable:
        console.print(
            f"  [yellow]Not readable:[/] {escape(str(each.folder))}: {escape(each.why)}. While it lies there, --keep "
            "leaves all pictures, versions and logs of the databases.",
            soft_wrap=True,
        )
    console.print(f"\n  {escape(str(made.folder))}", soft_wrap=True)
    if any(made.wal.glob("*.partial")):  # the shop writes there, whatever this command was told
        console.print(f"  It can be brought to any moment from {made.about.ended:%Y-%m-%d %H:%M:%S} UTC on.")
    else:
        console.print(
            f"  It can be brought to its own moment alone, {made.about.ended:%Y-%m-%d %H:%M:%S} UTC. For any later "
            f"one start the shop with {VARIABLE} set to this folder.",
            soft_wrap=True,
        )
    if secrets_to:
        copy_secrets(home.secrets, secrets_to)
        console.print(f"  The secrets are in {escape(str(secrets_to))}.", soft_wrap=True)
    else:
        console.print(
            f"  Not in it: the secrets in {home.shown}/secrets. Keep a copy elsewhere (--secrets-to FOLDER): without "
            "them everybody is signed out after a restore, and who has an authenticator cannot come in.",
            soft_wrap=True,
        )
