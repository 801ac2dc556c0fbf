"""The command line: which words there are; what they do stands in a file each."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.markup import escape

from cli.backup_commands import backup, restore
from cli.bench import bench
from cli.conform_commands import conform
from cli.container_commands import images, secrets
from cli.dev_commands import dev
from cli.home import Home
from cli.mail_commands import sent_mails
from cli.manifest_rules import ManifestError
from cli.new_commands import new_parts
from cli.operator_commands import letters, waiting_sagas
from cli.progress import errors
from cli.refusals import Refusal
from cli.release_commands import add_release_commands
from cli.shape import Mfes, Services, Shape, parsed_ports, parsed_replicas
from cli.testing_commands import run_tests_of

app = typer.Typer(
    name="souk",
    help="Souk: an online shop that a company's teams can split.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
imports = typer.Typer(help="Bring data into the running shop.", no_args_is_help=True)
app.add_typer(imports, name="import")
app.add_typer(letters, name="dead-letters")
app.add_typer(waiting_sagas, name="sagas")
app.add_typer(sent_mails, name="mail")
media = typer.Typer(help="Pictures that the shop serves.", no_args_is_help=True)
app.add_typer(media, name="media")
app.add_typer(new_parts, name="new")

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
        errors.print(f"No shop runs from {home.shown}.")
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


app.command()(backup)
app.command()(restore)
app.command()(bench)
app.command()(dev)
app.command("test")(run_tests_of)
app.command()(images)
app.command()(secrets)


@app.command()
def render() -> None:
    """Write down again what follows from souk.toml and from the services' routes."""
    from cli.render.committed import render_committed

    sys.exit(render_committed(Shape().system(Home.of())))


@app.command()
def affected(
    base: Annotated[str, typer.Option(help="The branch or commit to compare with.")] = "main",
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Parts that the change since another branch reaches: what has to be built and tested again."""
    from cli.affected.command import show_affected

    sys.exit(show_affected(Home.of(), base, as_json=as_json))


app.command()(conform)
add_release_commands(app)


@app.command()
def check() -> None:
    """The boundaries: who may import, call and name what."""
    from cli.check import main as run

    sys.exit(run(Shape().system(Home.of())))


@app.command()
def lock() -> None:
    """Choose the Python packages' versions again: requirements.lock."""
    from cli.lock import lock as run

    sys.exit(run(Home.of()))


# typer brings its own click, and makes public only this subclass of what click raises.
WRONG_USE: Any = typer.BadParameter.__base__


def main() -> int:
    try:
        app(prog_name="./souk", standalone_mode=False)
    except Refusal as refusal:
        for line in refusal.log:
            errors.print(f"    [dim]{escape(line)}[/]", soft_wrap=True)
        errors.print(f"\n[red]souk:[/] {escape(refusal.cause)}\n      {escape(refusal.fix)}", soft_wrap=True)
        return 1
    except ManifestError as wrong:
        errors.print(f"[red]souk:[/] {escape(str(wrong))}")
        return 1
    except typer.Exit as exit_:
        return exit_.exit_code
    except (KeyboardInterrupt, typer.Abort):
        errors.print("\nStopped.")
        return 130
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        errors.print(f"\n[red]souk:[/] The disk is full ({escape(str(error.filename or error.strerror))}).")
        errors.print("      Free some space, then run the same command again.")
        return 1
    except WRONG_USE as wrong_use:
        wrong_use.show()
        return wrong_use.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
