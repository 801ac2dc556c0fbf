"""./souk dev as it is typed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.home import Home
from cli.shape import parsed_ports

app = typer.Typer()

PARTS = "What runs from source: order, products, or service.cart and mfe.cart where both have the name."


@app.command()
def dev(
    parts: Annotated[list[str] | None, typer.Argument(help=PARTS)] = None,
    http: Annotated[bool, typer.Option("--http", help="Without a certificate.")] = False,
    against: Annotated[
        str | None, typer.Option(help="A deployed shop that all else comes from: https://shop.example")
    ] = None,
    ca_file: Annotated[
        Path | None, typer.Option(help="Certificates of the authority that signed for it.", exists=True, dir_okay=False)
    ] = None,
    port_offset: Annotated[
        int | None, typer.Option(help="Move the ports of micro frontends by this much; else as the running shop's.")
    ] = None,
    port: Annotated[
        list[str], typer.Option("--port", help="Move one part: --port cart=9030. Several times if need be.")
    ] = [],  # noqa: B006 (typer copies it)
) -> None:
    """Run parts from source: services reload, micro frontends are replaced while you look. Ctrl-C puts all back."""
    from cli.dev.command import Options
    from cli.dev.command import dev as run

    options = Options(not http, against, ca_file, port_offset, parsed_ports(port))
    sys.exit(run(Home.of(), parts or [], options))
