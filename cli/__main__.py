"""The command line: which words there are; what they do stands in a file each."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

import typer
from rich.markup import escape

from cli.bench import bench
from cli.home import Home
from cli.mail_commands import sent_mails
from cli.manifest_rules import ManifestError
from cli.new_commands import new_parts
from cli.progress import errors
from cli.refusals import Refusal
from cli.shape import Mfes, Services, Shape, parsed_ports

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
letters = typer.Typer(help="Messages between services that could not be handled.", no_args_is_help=True)
app.add_typer(letters, name="dead-letters")
waiting_sagas = typer.Typer(help="Orders and the like that stopped on their way.", no_args_is_help=True)
app.add_typer(waiting_sagas, name="sagas")
app.add_typer(sent_mails, name="mail")
media = typer.Typer(help="Pictures that the shop serves.", no_args_is_help=True)
app.add_typer(media, name="media")
app.add_typer(new_parts, name="new")

AllShapes = Literal["all"]
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
) -> None:
    """Open the shop: install, build, start all. Ctrl-C stops it."""
    from cli.up import up as run

    home = Home.of()
    sys.exit(run(home, Shape.asked(home, services, mfes, port_offset, parsed_ports(port)), detach=detach))


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
def restart(part: Annotated[str, typer.Argument(help="order, nats, host… as ./souk status names it.")]) -> None:
    """Start one part anew, without waiting for the keeper to do it."""
    from cli.restart import restart as run

    sys.exit(run(Home.of(), part))


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


OneService = Annotated[str, typer.Argument(help="order, cart…")]
AnyService = Annotated[str | None, typer.Argument(help="One service only; all without it.")]


@letters.command("list")
def list_letters(service: AnyService = None) -> None:
    """Those that wait for an operator, or for an outage to end."""
    from cli.operators import dead_letters

    sys.exit(dead_letters(Home.of(), ["list"], service))


@letters.command("show")
def show_letter(service: OneService, number: int) -> None:
    """One message, with why it could not be handled."""
    from cli.operators import dead_letters

    sys.exit(dead_letters(Home.of(), ["show", str(number)], service))


@letters.command("replay")
def replay_letter(service: OneService, number: int) -> None:
    """Has the running service handle it again."""
    from cli.operators import dead_letters

    sys.exit(dead_letters(Home.of(), ["replay", str(number)], service))


@waiting_sagas.command("list")
def list_sagas(service: AnyService = None) -> None:
    """Those that are parked, and those that failed and are retried."""
    from cli.operators import sagas

    sys.exit(sagas(Home.of(), ["list"], service))


@waiting_sagas.command("resume")
def resume_saga(service: OneService, saga: UUID) -> None:
    """Has the running service go on from the step where it stopped."""
    from cli.operators import sagas

    sys.exit(sagas(Home.of(), ["resume", str(saga)], service))


@waiting_sagas.command("abandon")
def abandon_saga(service: OneService, saga: UUID) -> None:
    """Has the running service give a parked one up; what its steps did is settled by hand."""
    from cli.operators import sagas

    sys.exit(sagas(Home.of(), ["abandon", str(saga)], service))


@app.command()
def doctor(port_offset: Offset = 0, port: Ports = []) -> None:  # noqa: B006 (typer copies it)
    """What is missing on this machine, and how to get it."""
    from cli.doctor import doctor as run

    sys.exit(run(Home.of(), Shape(port_offset=port_offset, ports=parsed_ports(port))))


@app.command("test")
def run_tests_of(
    group: Annotated[
        str | None, typer.Argument(help="unit, web or e2e; all without it. Or checks alone, or containers.")
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


app.command()(bench)


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


@app.command()
def conform(
    what: Annotated[str, typer.Argument(help="service, or the URL of one that runs anywhere.")],
    name: Annotated[str | None, typer.Argument(help="order, cart… of the running shop.")] = None,
    drain: Annotated[
        bool, typer.Option(help="End its process too, to see it drain; the keeper starts it anew.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Asks a running part whether it keeps what parts promise each other, whatever it is written in."""
    from cli.conform.command import conform as run

    sys.exit(run(Home.of(), what, name, drain=drain, as_json=as_json))


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

    sys.exit(run(Shape().system(Home.of()), part, tag, option, push_to))


@app.command()
def secrets(
    kubernetes: Annotated[bool, typer.Option(help="Print them for kubectl apply -f -.")] = False,
    postgres: Annotated[str, typer.Option(help="Where the databases are: HOST or HOST:PORT.")] = "postgres",
) -> None:
    """Make the secrets of a shop in containers: files for compose, or Secrets for Kubernetes."""
    from cli.containers.command import secrets as run

    run(Home.of(), Shape().system(Home.of()), postgres, for_kubernetes=kubernetes)


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
