"""The words below ./souk new."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer

from cli.home import Home

app = typer.Typer()

new_parts = typer.Typer(
    help="Begin a part of the shop: it passes the check and its tests at once.", no_args_is_help=True
)
app.add_typer(new_parts, name="new")

PartName = Annotated[str, typer.Argument(help="One word of small letters: returns, gifts…")]
Team = Annotated[str | None, typer.Option(help="Who owns it; without it, a team of the same name.")]


@new_parts.command("service")
def new_service(name: PartName, team: Team = None) -> None:
    """A service with its database, API, tests and README."""
    from cli.new.command import new_service as run

    sys.exit(run(Home.of(), name, team))


@new_parts.command("app")
def new_app(
    name: PartName,
    team: Team = None,
    framework: Annotated[
        Literal["react", "element"], typer.Option(help="element: plain web components, no React and no bundler.")
    ] = "react",
) -> None:
    """A micro frontend with a page that the host mounts."""
    from cli.new.command import new_app as run

    sys.exit(run(Home.of(), name, team, framework))


@new_parts.command("event")
def new_event(subject: Annotated[str, typer.Argument(help="order.came-back.v1")]) -> None:
    """A fact that a service is going to announce, in contracts/."""
    from cli.new.command import new_event as run

    sys.exit(run(Home.of(), subject))
