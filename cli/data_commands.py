"""The words below ./souk import and ./souk media."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from cli.home import Home

app = typer.Typer()
imports = typer.Typer(help="Bring data into the running shop.", no_args_is_help=True)
app.add_typer(imports, name="import")
media = typer.Typer(help="Pictures that the shop serves.", no_args_is_help=True)
app.add_typer(media, name="media")


@imports.command("products")
def import_products(
    file: Annotated[Path, typer.Argument(help="Shopify's product CSV.", exists=True, dir_okay=False)],
    currency: Annotated[
        str | None, typer.Option(help="Of the file's prices: EUR, INR… Refused unless it is the shop's.")
    ] = None,
    seller: Annotated[
        UUID | None, typer.Option(help="A team of sellers by its id: new products are theirs, others' are refused.")
    ] = None,
) -> None:
    """Read Shopify's product CSV: all of it, or none with every reason."""
    from cli.import_products import import_products as run

    sys.exit(run(Home.of(), file.resolve(), currency, seller))


@media.command("copy")
def copy_media() -> None:
    """From .souk/media into the bucket that SOUK_S3_BUCKET names; may be repeated."""
    from cli.media import copy_media as run

    sys.exit(run(Home.of()))


@media.callback()
def of_media() -> None:
    """So that its one command has a name."""
