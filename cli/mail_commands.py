"""The words below ./souk mail."""

from __future__ import annotations

import sys
from typing import Annotated
from uuid import UUID

import typer

from cli.home import Home

app = typer.Typer()

sent_mails = typer.Typer(help="What the shop wrote to people.", invoke_without_command=True)
app.add_typer(sent_mails, name="mail")

OneService = Annotated[str, typer.Argument(help="order, user…")]
AnyService = Annotated[str | None, typer.Argument(help="One service only; all without it.")]
OneAddress = Annotated[str | None, typer.Option("--to", help="Only what went to this address.")]
ForPrograms = Annotated[bool, typer.Option("--json", help="For programs.")]


@sent_mails.callback()
def list_mails(context: typer.Context, to: OneAddress = None, as_json: ForPrograms = False) -> None:
    """What the shop wrote to people: the mails and text messages that its sink took in."""
    if context.invoked_subcommand is None:
        from cli.mail import list_mails as run

        sys.exit(run(Home.of(), to=to, as_json=as_json))


@sent_mails.command("show")
def show_mail(number: int, as_json: ForPrograms = False) -> None:
    """One of them as it reads, and where its HTML is."""
    from cli.mail import show_mail as run

    sys.exit(run(Home.of(), number, as_json=as_json))


@sent_mails.command("parked")
def list_parked_mails(service: AnyService = None) -> None:
    """Those that wait to be sent, or were refused, with the reason."""
    from cli.operators import mails

    sys.exit(mails(Home.of(), ["list"], service))


@sent_mails.command("retry")
def retry_mail(service: OneService, mail: UUID) -> None:
    """Has the running service send a parked one again."""
    from cli.operators import mails

    sys.exit(mails(Home.of(), ["retry", str(mail)], service))


@sent_mails.command("drop")
def drop_mail(service: OneService, mail: UUID) -> None:
    """Forgets a parked one."""
    from cli.operators import mails

    sys.exit(mails(Home.of(), ["drop", str(mail)], service))
