"""./souk up: from a fresh clone to an open shop, and then its keeper's news until Ctrl-C."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
from typing import Any

from rich.markup import escape

from cli import running, web_build
from cli.backup.place import place_named, refuse_half_restored
from cli.home import Home
from cli.keeper.housekeeping import DISK_FULL
from cli.keeper_client import KeeperClient
from cli.keys import ACCOUNTS, Keys
from cli.ports import refuse_taken
from cli.progress import Progress
from cli.refusals import Refusal
from cli.render import render_runtime
from cli.shape import Shape
from cli.terminal import console
from kit.files.settings import FilePlaces
from kit.hosts import is_local

GOOD, WARNING, BAD = "[green]✓[/]", "[yellow]![/]", "[red]✗[/]"
NEWS = {
    "held": (WARNING, "{part} was stopped; ./souk restart {part} starts it again."),
    "died": (WARNING, "{part}: {reason} Trying again in {retry_s:g} s."),
    "ready": (GOOD, "{part} is back ({seconds:.1f} s)."),
    "unhealthy": (WARNING, "{part}: {reason} If it goes on, it is started anew."),
    "answers-again": (GOOD, "{part} answers again."),
    "gave-up": (BAD, "{part}: {reason} Trying again in {retry_s:g} s; ./souk restart {part} tries at once."),
    "disk-full": (BAD, DISK_FULL),
    "disk-has-room": (GOOD, "The disk has room again."),
    "trouble": (WARNING, "The keeper itself: {reason} The parts go on."),
}
TITLES = {"postgres": "PostgreSQL", "nats": "NATS", "gateway": "Gateway (nginx)"}


def up(home: Home, shape: Shape, *, detach: bool) -> int:
    began = time.monotonic()
    home.make()
    if state := running.state_of(home):
        return _say_it_runs(home, state, shape)
    system = shape.system(home)
    refuse_half_restored(home)
    Keys(home.secrets).refuse_broken()
    if place := place_named(os.environ):
        place.refuse_unless_there()
    refuse_taken(shape.needed_ports(system), shape.port_offset)
    with Progress() as progress:
        web_build.prepare(home, system, progress)
        render_runtime(system, home.folder, shape.addresses().board_port, FilePlaces.of(os.environ).files_url)
        keeper = KeeperClient.start(home, shape, detach=detach)
        with _interrupts_stop(keeper):
            _until_healthy(keeper, progress, home)
    show_open_shop(home, system.public_url, time.monotonic() - began)
    if detach:
        keeper.release()
        return 0
    console.print("  [dim]Ctrl-C stops everything.[/]\n")
    with _interrupts_stop(keeper):
        _tell_news(keeper)
    return 0 if keeper.process.wait() == 0 else 1


def _until_healthy(keeper: KeeperClient, progress: Progress, home: Home) -> None:
    for event in keeper.events():
        if event["event"] == "healthy":
            return
        _show_start(event, progress)
        if event["event"] == "failed":
            keeper.process.wait()
            where = home.log_of(event["part"])
            raise Refusal(
                f"The shop did not open. {_title(event)}: {event['reason']}",
                f"Its last lines are above; the whole log: {where}",
                event["log"],
            )
        if event["event"] == "stopped":
            keeper.process.wait()
            raise KeyboardInterrupt
    code = keeper.process.wait()
    log = home.log_of("keeper")
    raise Refusal(f"The keeper ended with exit code {code}.", f"Its log: {log}", _tail(home))


def _show_start(event: dict[str, Any], progress: Progress) -> None:
    part = event.get("part", "")
    match event["event"]:
        case "starting":
            progress.begin(part, _title(event))
        case "ready" | "done":
            progress.done(part, seconds=event["seconds"])
        case "died":
            progress.note(part, event["reason"])
        case "gave-up" | "failed":
            progress.failed(part)


def _tell_news(keeper: KeeperClient) -> None:
    """After the start: only what a person should know."""
    for event in keeper.events():
        if event["event"] == "stopped":
            console.print("  All stopped.")
        elif event["event"] in NEWS and (event["event"] != "ready" or event.get("again")):
            mark, text = NEWS[event["event"]]
            told = {"part": "", **event, "reason": escape(event.get("reason", ""))}
            console.print(f"  {mark} {time.strftime('%H:%M:%S')} {text.format_map(told)}", soft_wrap=True)
            for line in event.get("log", ()):
                console.print(f"      [dim]{escape(line)}[/]", soft_wrap=True)


@contextlib.contextmanager
def _interrupts_stop(keeper: KeeperClient) -> Any:
    """Ctrl-C asks the keeper to stop all; once more makes it hurry."""

    def interrupted(*_: object) -> None:
        console.print("\n  Stopping…" if keeper.process.poll() is None else "")
        keeper.ask_to_stop()

    before = {number: signal.signal(number, interrupted) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def show_open_shop(home: Home, public_url: str, seconds: float | None = None) -> None:
    took = f" after {seconds:.1f} s" if seconds is not None else ""
    console.print(f"\n  [bold green]The shop is open{took}:[/] [bold]{public_url}[/]\n")
    keys = Keys(home.secrets)
    if is_local(public_url) or console.is_terminal:
        for account in keys.accounts():
            console.print(f"  {account['type']:<9} {account['email']:<28} {escape(account['password'])}")
    else:
        # What a service says is kept by the system's log, which more may read.
        console.print(f"  The accounts that were made are in {escape(str(keys.folder / ACCOUNTS))}.", soft_wrap=True)
    if is_local(public_url):
        console.print(f"\n  [dim]{public_url}/souk: what runs, and the mails that were sent[/]")
    console.print("  [dim]./souk status: what runs   ./souk logs -f: what it says   ./souk down: stop[/]")


def _say_it_runs(home: Home, state: dict[str, Any], asked: Shape) -> int:
    if state["phase"] == "running" and Shape.of_json(json.dumps(state["shape"])) != asked:
        raise Refusal(
            f"A shop already runs from {home.shown}, with other options.",
            "Stop it with ./souk down, then start it as you want it.",
        )
    sick = [part["name"] for part in state["parts"] if part["state"] != "healthy"]
    if state["phase"] == "running" and not sick:
        console.print("  The shop already runs.")
        show_open_shop(home, state["public_url"])
        return 0
    what = f"not healthy: {', '.join(sick)}" if sick else state["phase"]
    raise Refusal(f"A shop already runs from {home.shown} ({what}).", "See ./souk status, or stop it with ./souk down.")


def _title(event: dict[str, Any]) -> str:
    part: str = event["part"]
    return event.get("title") or TITLES.get(part, part)


def _tail(home: Home) -> list[str]:
    log = home.log_of("keeper")
    return log.read_text("utf-8", errors="replace").splitlines()[-15:] if log.exists() else []
