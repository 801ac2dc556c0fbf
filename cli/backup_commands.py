"""The words for keeping a shop and bringing it back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.home import Home

app = typer.Typer()


@app.command()
def backup(
    folder: Annotated[
        Path | None, typer.Argument(help="Where back-ups lie; else what SOUK_BACKUP_DIR names.", file_okay=False)
    ] = None,
    secrets_to: Annotated[
        Path | None, typer.Option(help="Also copy the shop's secrets, into a folder elsewhere.", file_okay=False)
    ] = None,
    keep: Annotated[int | None, typer.Option(help="Then remove all but the newest so many.", min=1)] = None,
) -> None:
    """Keep the running shop's databases, all of one moment, and its pictures; nobody waits for it."""
    from cli.backup.taking import backup as run

    sys.exit(run(Home.of(), folder, secrets_to, keep))


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(help="Where ./souk backup put it.", exists=True, file_okay=False)],
    to: Annotated[
        str | None, typer.Option(help="The moment to go back to: 2026-11-26T20:30:00+05:30. Without it, the last.")
    ] = None,
    into: Annotated[
        Path | None, typer.Option(help="An empty folder for the shop; SOUK_HOME then names it.", file_okay=False)
    ] = None,
    secrets: Annotated[Path | None, typer.Option(help="The copy of the shop's secrets.", file_okay=False)] = None,
    new_secrets: Annotated[bool, typer.Option("--new-secrets", help="They are lost: make new ones.")] = False,
    set_aside: Annotated[
        bool, typer.Option("--set-aside", help="Move data that is there into a folder beside.")
    ] = False,
) -> None:
    """Bring a shop back as it was at one moment."""
    from cli.backup.restoring import Asked, point_of
    from cli.backup.restoring import restore as run

    home = Home(into.resolve()) if into else Home.of()
    sys.exit(run(home, folder, Asked(point_of(to) if to else None, secrets, new_secrets, set_aside)))
