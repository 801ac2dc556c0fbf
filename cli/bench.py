"""./souk bench: its options; what it does stands in the folder bench."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.home import Home

app = typer.Typer()


@app.command()
def bench(
    products: Annotated[
        list[int],
        typer.Option(help="Of two variants each. Given several times: growth.", min=1, max=1_000_000),
    ] = [1000],  # noqa: B006 (typer copies it)
    only: Annotated[
        list[str], typer.Option(help="list,search… or rates; by the beginnings of their names. Also several times.")
    ] = [],  # noqa: B006 (typer copies it)
    at: Annotated[int, typer.Option(help="Shoppers at once.", min=1, max=256)] = 16,
    scale: Annotated[float, typer.Option(help="Of the number of visits: 0.1 is a tenth.", min=0.01, max=100)] = 1.0,
    together: Annotated[bool, typer.Option("--together", help="And services in one process, side by side.")] = False,
    uncompressed: Annotated[
        bool, typer.Option("--uncompressed", help="Accept no gzip, unlike a browser: what compressing costs.")
    ] = False,
    json: Annotated[Path | None, typer.Option(help="Keep the figures in this file.", dir_okay=False)] = None,
    compare: Annotated[
        Path | None, typer.Option(help="A file of --json: say what got worse since.", exists=True, dir_okay=False)
    ] = None,
) -> None:
    """What the shop costs: processor time by part, rates, memory. Fills a shop of its own."""
    from bench.command import Options
    from bench.command import bench as run

    names = [name.strip() for given in only for name in given.split(",") if name.strip()]
    coding = "identity" if uncompressed else "gzip"
    sys.exit(run(Home.of(), Options(products, names, at, scale, together, coding, json, compare)))
