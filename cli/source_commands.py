"""The words about the sources: what follows from them, what they keep to, and which packages they take."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cli.home import Home

app = typer.Typer()


@app.command()
def render() -> None:
    """Write down again what follows from souk.toml and from the services' routes."""
    from cli.render.committed import render_committed
    from cli.shape import Shape

    sys.exit(render_committed(Shape().system(Home.of())))


@app.command()
def affected(
    base: Annotated[str, typer.Option(help="The branch or commit to compare with.")] = "main",
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Parts that the change since another branch reaches: what has to be built and tested again."""
    from cli.affected.command import show_affected

    sys.exit(show_affected(Home.of(), base, as_json=as_json))


@app.command()
def check() -> None:
    """The boundaries: who may import, call and name what."""
    from cli.check import main as run
    from cli.shape import Shape

    sys.exit(run(Shape().system(Home.of())))


@app.command()
def lock() -> None:
    """Choose the Python packages' versions again: requirements.lock."""
    from cli.lock import lock as run

    sys.exit(run(Home.of()))
