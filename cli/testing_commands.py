"""./souk test: its options. Not called test_commands: pytest would take it for a file of tests."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer

from cli.home import Home
from cli.shape import Mfes, Services

app = typer.Typer()

AllShapes = Literal["all"]


@app.command("test")
def run_tests_of(
    group: Annotated[
        str | None,
        typer.Argument(
            help="unit, web, e2e; all without it. "
            "Alone: checks, containers, restore, rolling, hosts, conformance, examples, dev, releases, "
            "origins."
        ),
    ] = None,
    keyword: Annotated[str, typer.Option("-k", help="Only tests whose name has this in it.")] = "",
    services: Annotated[Services | None, typer.Option(help="Tell all stories with services like this.")] = None,
    mfes: Annotated[Mfes | None, typer.Option(help="Tell all stories with micro frontends like this.")] = None,
    shapes: Annotated[AllShapes | None, typer.Option(help="Tell all stories in all four shapes.")] = None,
    part: Annotated[
        list[str], typer.Option("--part", help="One part's own tests: --part service.order. Several times if need be.")
    ] = [],  # noqa: B006 (typer copies it)
) -> None:
    """Set up what the tests need and run them, beside a running shop."""
    from cli.testing.run import chosen_tellings, run_tests

    tellings = chosen_tellings(services, mfes, in_all=shapes is not None)
    sys.exit(run_tests(Home.of(), group, keyword, tellings, part))
