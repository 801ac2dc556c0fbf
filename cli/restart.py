"""./souk restart PART: starts anew, the others go on. ./souk stop PART: stops until it is started anew.

What shares its address (services and zones) is replaced, instance by instance, each new one being ready before an old
one leaves; a version that does not come up replaces nobody.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cli import running
from cli.home import Home
from cli.keeper.journal import last_lines
from cli.keeper.requests import Request, ask
from cli.progress import Progress, Step
from cli.refusals import Refusal

PATIENCE_S = 120.0
LOOK_S = 0.1

Parts = Sequence[dict[str, Any]]


def restart(home: Home, name: str, source: Path | None = None) -> int:
    before = _named(home, name)
    refuse_source(before, source)
    with Progress() as progress, progress.step(f"Restarting {name}") as step:
        ask(home.run, Request.RESTART, name, str(source.resolve()) if source else "")
        if before[0]["shares_address"] and any(part["pid"] for part in before):
            _until_replaced(home, name, before, step)
        else:
            for part in before:
                _until_it_answers(home, part)
    return 0


def refuse_source(parts: Parts, source: Path | None) -> None:
    """Another checkout can be started only of what is started from sources."""
    if source is None:
        return
    name = parts[0]["part"]
    if parts[0]["kind"] != "service" or not parts[0]["shares_address"]:
        raise Refusal(f"{name} is not started from sources.", "--from is for services in Python.")
    if not (source / "kit").is_dir():
        raise Refusal(f"{source} is no checkout of this shop: it has no kit.", "Name the folder that has souk.toml.")


def stop(home: Home, name: str) -> int:
    _named(home, name)
    with Progress() as progress, progress.step(f"Stopping {name}"):
        ask(home.run, Request.STOP, name)
        waited_until = time.monotonic() + PATIENCE_S
        while any((late := part)["state"] != "stopped" for part in _named(home, name)):
            if time.monotonic() > waited_until:
                raise _not_done(home, late, f"{late['name']} is {late['state']} still.")
            time.sleep(LOOK_S)
    return 0


def _until_replaced(home: Home, name: str, before: Parts, step: Step) -> None:
    """However many there are: as long as one after the other gets somewhere."""
    said, moved_at = "", time.monotonic()
    while True:
        parts = _named(home, name)
        if parts[0]["released"] > before[0]["released"]:
            if refused := parts[0]["refused"]:
                log = last_lines(home.log_of(f"{parts[0]['part']}-release")) or _log(home, parts[0])
                what = (
                    "was replaced, and its tables are not yet as it wants them"
                    if parts[0]["replaced"]
                    else "was not replaced"
                )
                raise Refusal(f"{name} {what}. {refused}", f"See ./souk logs {name}.", log)
            return
        done = sum(part["restarts"] > was["restarts"] for part, was in zip(parts, before, strict=False))
        now = f"{parts[0]['rolling']}, {done} of {len(before)}"
        if now != said:
            said, step.note, moved_at = now, now, time.monotonic()
        if time.monotonic() > moved_at + PATIENCE_S:
            raise _not_done(home, parts[0], f"{name} is not replaced yet ({said}).")
        time.sleep(LOOK_S)


def _until_it_answers(home: Home, before: dict[str, Any]) -> None:
    name, waited_until = before["name"], time.monotonic() + PATIENCE_S
    while True:
        part = _named(home, name)[0]
        if part["restarts"] > before["restarts"]:
            if part["state"] == "healthy":
                return
            if part["state"] == "failed" or part["restarts"] > before["restarts"] + 2:
                raise _not_done(home, part, f"{name} does not start: {part['reason']}")
        if time.monotonic() > waited_until:
            raise _not_done(home, part, f"{name} is {part['state']}. {part['reason']}")
        time.sleep(LOOK_S)


def _named(home: Home, name: str) -> list[dict[str, Any]]:
    """The instances of a part, or the one that is named; not those that come or go."""
    state = running.state_of(home)
    if state is None:
        raise Refusal(f"No shop runs from {home.shown}.", "Start it with ./souk up.")
    if state["phase"] != "running":
        raise Refusal(f"The shop is {state['phase']}.", "Wait until it runs: ./souk status.")
    parts = [part for part in state["parts"] if not part["passing"]]
    found = [part for part in parts if name in (part["part"], part["name"])]
    if not found:
        known = dict.fromkeys(known for part in parts for known in (part["part"], part["name"]))
        raise Refusal(f"There is no part called {name}.", f"Parts: {', '.join(known)}.")
    return found


def _not_done(home: Home, part: dict[str, Any], cause: str) -> Refusal:
    return Refusal(cause, f"See ./souk logs {part['name']}.", _log(home, part))


def _log(home: Home, part: dict[str, Any]) -> list[str]:
    return last_lines(home.log_of(part["name"]))
