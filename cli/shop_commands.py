"""The words about the running shop, and about what follows from souk.toml."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.home import Home
from cli.shape import Mfes, Services, Shape, parsed_ports, parsed_replicas

app = typer.Typer()

Offset = Annotated[int, typer.Option("--port-offset", help="Move all ports by this much.", min=-8000, max=56000)]
Ports = Annotated[
    list[str], typer.Option("--port", help="Move one part: --port order=9030. May be given several times.")
]


@app.command()
def up(
    detach: Annotated[
        bool, typer.Option("--detach", "-d", help="Come back once all is healthy; the shop goes on.")
    ] = False,
    services: Annotated[
        Services | None, typer.Option(help="One process for each service, or one for all; else as souk.toml says.")
    ] = None,
    mfes: Annotated[
        Mfes | None, typer.Option(help="One build for each micro frontend, or one for all; else as souk.toml says.")
    ] = None,
    port_offset: Offset = 0,
    port: Ports = [],  # noqa: B006 (typer copies it)
    replicas: Annotated[
        list[str],
        typer.Option("--replicas", help="Several of one part: --replicas order=3. May be given several times."),
    ] = [],  # noqa: B006 (typer copies it)
) -> None:
    """Open the shop: install, build, start all. Ctrl-C stops it."""
    from cli.up import up as run

    home = Home.of()
    shape = Shape.asked(home, services, mfes, port_offset, parsed_ports(port), parsed_replicas(replicas))
    sys.exit(run(home, shape, detach=detach))


@app.command()
def down() -> None:
    """Stop the shop; its data stays in .souk."""
    from cli.progress import Progress
    from cli.running import keeper_pid, stop

    home = Home.of()
    if keeper_pid(home) is None:
        typer.echo(f"No shop runs from {home.shown}.", err=True)
        return
    with Progress() as progress, progress.step("Stopping"):
        stop(home)


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Every part with its state, pid, port, version and memory."""
    from cli.status import status as run

    sys.exit(run(Home.of(), as_json=as_json))


@app.command()
def restart(
    part: Annotated[str, typer.Argument(help="order, nats, host… as ./souk status names it; order#2 is one instance.")],
    source: Annotated[
        Path | None, typer.Option("--from", help="A checkout that has another version.", exists=True, file_okay=False)
    ] = None,
) -> None:
    """Start one part anew as its files are now. A service or a zone is replaced without losing a request."""
    from cli.restart import restart as run

    sys.exit(run(Home.of(), part, source))


@app.command()
def stop(part: Annotated[str, typer.Argument(help="order, nats, host… as ./souk status names it.")]) -> None:
    """Stop one part until ./souk restart starts it again; the others go on."""
    from cli.restart import stop as run

    sys.exit(run(Home.of(), part))


@app.command()
def logs(
    part: Annotated[str | None, typer.Argument(help="One part only: order, gateway, postgres…")] = None,
    follow: Annotated[bool, typer.Option("-f", "--follow", help="Go on with what comes.")] = False,
    trace: Annotated[str | None, typer.Option(help="Only what belongs to this trace id.")] = None,
) -> None:
    """What the parts say."""
    from cli.logs import logs as run

    sys.exit(run(Home.of(), part, follow=follow, trace=trace))


@app.command()
def doctor(port_offset: Offset = 0, port: Ports = []) -> None:  # noqa: B006 (typer copies it)
    """What is missing on this machine, and how to get it."""
    from cli.doctor import doctor as run

    sys.exit(run(Home.of(), Shape(port_offset=port_offset, ports=parsed_ports(port))))
