"""./souk images and ./souk secrets: their options."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cli.home import Home

app = typer.Typer()


@app.command()
def images(
    part: Annotated[str | None, typer.Argument(help="One image only: order, mfe-cart, gateway, tools.")] = None,
    tag: Annotated[str, typer.Option(help="What the images are tagged with.")] = "latest",
    push_to: Annotated[str, typer.Option(help="A registry, where you are logged in, that gets them too.")] = "",
    option: Annotated[
        list[str], typer.Option("--option", help="Goes to the builder: --option=--no-cache. Several times if need be.")
    ] = [],  # noqa: B006 (typer copies it)
) -> None:
    """Build the container images, with docker, buildah or podman."""
    from cli.containers.images import images as run
    from cli.shape import Shape

    sys.exit(run(Shape().system(Home.of()), part, tag, option, push_to))


@app.command()
def secrets(
    kubernetes: Annotated[bool, typer.Option(help="Print them for kubectl apply -f -.")] = False,
    postgres: Annotated[str, typer.Option(help="Where the databases are: HOST or HOST:PORT.")] = "postgres",
) -> None:
    """Make the secrets of a shop in containers: files for compose, or Secrets for Kubernetes."""
    from cli.containers.command import secrets as run
    from cli.shape import Shape

    run(Home.of(), Shape().system(Home.of()), postgres, for_kubernetes=kubernetes)
