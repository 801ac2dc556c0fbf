"""./souk conform: its options."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cli.home import Home

app = typer.Typer()


@app.command()
def conform(
    what: Annotated[
        str,
        typer.Argument(help="app or service; or the URL of a service, or of an app's mf-manifest.json."),
    ],
    name: Annotated[str | None, typer.Argument(help="order, cart… of the running shop, or a URL.")] = None,
    drain: Annotated[
        bool, typer.Option(help="End its process too, to see it drain; the keeper starts it anew.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Asks a running part whether it keeps what parts promise each other, whatever it is written in."""
    from cli.conform.command import conform as run

    sys.exit(run(Home.of(), what, name, drain=drain, as_json=as_json))
