"""The words that release one micro frontend."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cli.home import Home

app = typer.Typer()

Name = Annotated[str, typer.Argument(help="cart, products… as souk.toml names it.")]
Version = Annotated[str | None, typer.Argument(help="A version or hash of ./souk releases; the newest without it.")]


@app.command()
def release(name: Name) -> None:
    """Build one micro frontend into a version of its own, which nobody gets before it is published."""
    from cli.releases.command import release as run

    sys.exit(run(Home.of(), name))


@app.command()
def publish(
    name: Name,
    version: Version = None,
    as_built: Annotated[
        bool, typer.Option("--as-built", help="No version of its own: again what ./souk up builds.")
    ] = False,
) -> None:
    """Give a version to every visitor."""
    from cli.releases.command import publish as run

    sys.exit(run(Home.of(), name, version, as_built=as_built))


@app.command()
def canary(
    percent: Annotated[str, typer.Argument(help="10%: of visitors, who stay the same ones when it grows.")],
    name: Name,
    version: Version = None,
) -> None:
    """Give a version to some of the visitors."""
    from cli.releases.command import canary as run

    sys.exit(run(Home.of(), percent, name, version))


@app.command()
def promote(name: Name) -> None:
    """Give the canary to everybody."""
    from cli.releases.command import promote as run

    sys.exit(run(Home.of(), name))


@app.command()
def rollback(name: Name) -> None:
    """Take the canary back; without one, go back to the version that was live before."""
    from cli.releases.command import rollback as run

    sys.exit(run(Home.of(), name))


@app.command()
def releases(
    name: Annotated[str | None, typer.Argument(help="One micro frontend only.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Versions, who gets them, and who decided that when."""
    from cli.releases.shown import show_releases as run

    sys.exit(run(Home.of(), name, as_json=as_json))
