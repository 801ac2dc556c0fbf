"""The words below ./souk dead-letters and ./souk sagas."""

from __future__ import annotations

import sys
from typing import Annotated
from uuid import UUID

import typer

from cli.home import Home

app = typer.Typer()

letters = typer.Typer(help="Messages between services that could not be handled.", no_args_is_help=True)
app.add_typer(letters, name="dead-letters")
waiting_sagas = typer.Typer(help="Orders and the like that stopped on their way.", no_args_is_help=True)
app.add_typer(waiting_sagas, name="sagas")

OneService = Annotated[str, typer.Argument(help="order, cart…")]
AnyService = Annotated[str | None, typer.Argument(help="One service only; all without it.")]


@letters.command("list")
def list_letters(service: AnyService = None) -> None:
    """Those that wait for an operator, or for an outage to end."""
    from cli.operators import dead_letters

    sys.exit(dead_letters(Home.of(), ["list"], service))


@letters.command("show")
def show_letter(service: OneService, number: int) -> None:
    """One message, with why it could not be handled."""
    from cli.operators import dead_letters

    sys.exit(dead_letters(Home.of(), ["show", str(number)], service))


@letters.command("replay")
def replay_letter(service: OneService, number: int) -> None:
    """Has the running service handle it again."""
    from cli.operators import dead_letters

    sys.exit(dead_letters(Home.of(), ["replay", str(number)], service))


@waiting_sagas.command("list")
def list_sagas(service: AnyService = None) -> None:
    """Those that are parked, and those that failed and are retried."""
    from cli.operators import sagas

    sys.exit(sagas(Home.of(), ["list"], service))


@waiting_sagas.command("resume")
def resume_saga(service: OneService, saga: UUID) -> None:
    """Has the running service go on from the step where it stopped."""
    from cli.operators import sagas

    sys.exit(sagas(Home.of(), ["resume", str(saga)], service))


@waiting_sagas.command("abandon")
def abandon_saga(service: OneService, saga: UUID) -> None:
    """Has the running service give a parked one up; what its steps did is settled by hand."""
    from cli.operators import sagas

    sys.exit(sagas(Home.of(), ["abandon", str(saga)], service))
