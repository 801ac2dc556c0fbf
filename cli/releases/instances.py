"""Builds of a zone in a running shop: there before a visitor is given one, and gone after."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any

from cli import running
from cli.home import Home
from cli.keeper.journal import last_lines
from cli.keeper.requests import Request, ask
from cli.manifest import Mfe, System
from cli.refusals import Refusal
from cli.releases.change import only_change
from cli.releases.choices import Choice, reading
from cli.releases.kept import key_of, serve

PATIENCE_S = 90.0
LOOK_S = 0.02


def ask_for_builds(home: Home, zone: str, *given: Choice, how: Request = Request.SERVE) -> None:
    """Whatever visitors are given by these; no other stays."""
    builds = dict.fromkeys(each for choice in given for each in (choice.live, choice.canary) if each)
    ask(home.run, how, zone, " ".join(builds))
    running.wake(home)


def settle(home: Home, system: System) -> None:
    """After a command that was killed midway: what was decided is given to visitors, and nothing besides stays."""
    with only_change(home):
        with reading(home.folder) as choices:
            serve(home, system, choices, _parts(home))
            chosen = choices.all()
        for zone in system.zones:
            choice = chosen.get(key_of(system, zone.name))
            if choice and choice.live:
                ask_for_builds(home, zone.name, choice)


def until_there(home: Home, zone: Mfe, before: Choice, after: Choice) -> None:
    """What visitors are to be given answers, beside what they have; if it does not come up, nothing has changed."""
    wanted = {each for each in (after.live, after.canary) if each}
    if wanted <= _answering(_parts(home), zone.name):
        return
    from cli.progress import Progress  # which most changes do without

    ask_for_builds(home, zone.name, before, after, how=Request.TRY)
    try:
        with Progress() as progress, progress.step(f"Starting {zone.name}"):
            _wait(home, zone.name, wanted)
    except BaseException:
        ask_for_builds(home, zone.name, before)
        raise


def _wait(home: Home, zone: str, wanted: set[str]) -> None:
    given_up_at = time.monotonic() + PATIENCE_S
    while not wanted <= _answering(parts := _parts(home), zone):
        for part in _of_builds(parts, zone, wanted):
            if part["restarts"] and part["reason"]:
                raise _refused(home, part, f"{part['name']} does not come up. {part['reason']}")
        if time.monotonic() > given_up_at:
            raise _refused(home, {"name": zone}, f"{zone} did not answer within {PATIENCE_S:.0f} s.")
        time.sleep(LOOK_S)


def _answering(parts: Iterable[Mapping[str, Any]], zone: str) -> set[str]:
    """Builds all of whose instances do."""
    parts = [part for part in parts if part["zone"] == zone and not part["passing"]]
    ill = {part["build"] for part in parts if part["state"] != "healthy"}
    return {part["build"] for part in parts} - ill


def _of_builds(parts: Iterable[Mapping[str, Any]], zone: str, builds: set[str]) -> list[Mapping[str, Any]]:
    return [part for part in parts if part["zone"] == zone and part["build"] in builds and not part["passing"]]


def _parts(home: Home) -> list[dict[str, Any]]:
    state = running.state_of(home)
    if state is None:
        raise Refusal("The shop stopped meanwhile.", "Start it with ./souk up; nothing was published.")
    return state["parts"]


def _refused(home: Home, part: Mapping[str, Any], cause: str) -> Refusal:
    name = str(part["name"]).partition("@")[0]
    return Refusal(
        f"{cause} Everybody goes on with what they had.", f"See ./souk logs {name}.", last_lines(home.log_of(name))
    )
