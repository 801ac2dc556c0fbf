"""./souk restart PART: one part starts anew, the others go on. ./souk stop PART: it stops until it is started anew."""

from __future__ import annotations

import time
from typing import Any

from cli import running
from cli.home import Home
from cli.keeper.journal import last_lines
from cli.keeper.requests import Request, ask
from cli.progress import Progress
from cli.refusals import Refusal

PATIENCE_S = 120.0
LOOK_S = 0.1


def restart(home: Home, name: str) -> int:
    before = _part_of(home, name)
    with Progress() as progress, progress.step(f"Restarting {name}"):
        ask(home.run, Request.RESTART, name)
        _until_it_answers(home, before)
    return 0


def stop(home: Home, name: str) -> int:
    _part_of(home, name)
    with Progress() as progress, progress.step(f"Stopping {name}"):
        ask(home.run, Request.STOP, name)
        waited_until = time.monotonic() + PATIENCE_S
        while (part := _part_of(home, name))["state"] != "stopped":
            if time.monotonic() > waited_until:
                raise Refusal(f"{name} is {part['state']} still.", f"See ./souk logs {name}.", _log(home, name))
            time.sleep(LOOK_S)
    return 0


def _until_it_answers(home: Home, before: dict[str, Any]) -> None:
    name, waited_until = before["name"], time.monotonic() + PATIENCE_S
    while True:
        part = _part_of(home, name)
        if part["restarts"] > before["restarts"]:
            if part["state"] == "healthy":
                return
            if part["state"] == "failed" or part["restarts"] > before["restarts"] + 2:
                raise Refusal(f"{name} does not start: {part['reason']}", f"See ./souk logs {name}.", _log(home, name))
        if time.monotonic() > waited_until:
            raise Refusal(f"{name} is {part['state']}. {part['reason']}", f"See ./souk logs {name}.", _log(home, name))
        time.sleep(LOOK_S)


def _part_of(home: Home, name: str) -> dict[str, Any]:
    state = running.state_of(home)
    if state is None:
        raise Refusal(f"No shop runs from {home.shown}.", "Start it with ./souk up.")
    parts = {part["name"]: part for part in state["parts"]}
    if state["phase"] != "running":
        raise Refusal(f"The shop is {state['phase']}.", "Wait until it runs: ./souk status.")
    if name not in parts:
        raise Refusal(f"There is no part called {name}.", f"Parts: {', '.join(parts)}.")
    return parts[name]


def _log(home: Home, name: str) -> list[str]:
    return last_lines(home.log_of(name))
