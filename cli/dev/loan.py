"""A service that the keeper lets go of, and takes back; and who has it meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from cli import running
from cli.home import Home
from cli.keeper.requests import Request, ask
from cli.manifest import Service
from cli.refusals import Refusal

PATIENCE_S = 60.0
LOOK_S = 0.05


@contextmanager
def only_one(home: Home, part: str) -> Iterator[int]:
    """A lock for as long as the part runs from source; who inherits its descriptor holds it too."""
    folder = home.run / "dev"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / part).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            pid = file.read().strip() or "unknown"
            raise Refusal(
                f"{part} runs from source already, by the ./souk dev of pid {pid}.",
                "Use that one, or end it (Ctrl-C there); then run this command again.",
            ) from None
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield file.fileno()


def from_source(home: Home) -> set[str]:
    """Parts that some ./souk dev runs, as `service.order` and `mfe.cart`."""
    folder = home.run / "dev"
    return {file.name for file in folder.iterdir() if _is_held(file)} if folder.is_dir() else set()


def _is_held(file: Any) -> bool:
    with file.open("r") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def parts_serving(state: dict[str, Any], service: Service) -> list[str]:
    """The keeper's parts behind a service, each with as many instances as it has replicas."""
    found = [part for part in state["parts"] if part["kind"] == "service" and _serves(part, service)]
    shared = [part for part in found if len(part["ports"]) > 1]
    if shared:
        raise Refusal(
            f"{service.name} runs in one process with other services, so it cannot be run from source alone.",
            f"Write `apart = true` in [service.{service.name}] of souk.toml, or start the shop with "
            "./souk up --services apart.",
        )
    if not found:
        raise Refusal(
            f"The running shop has no process of {service.name}.", "Start the shop anew: ./souk down, ./souk up."
        )
    return list(dict.fromkeys(part["part"] for part in found))


def _serves(part: dict[str, Any], service: Service) -> bool:
    return service.port in part["ports"] or part["part"] == service.name


async def let_go(home: Home, parts: list[str]) -> None:
    """Until the keeper's processes are gone, and with the last of them its hold of the port."""
    for part in parts:
        ask(home.run, Request.STOP, part)
    await _until(home, parts, {"stopped"}, "let go of")


async def take_back(home: Home, parts: list[str]) -> None:
    """Asked at once; a keeper that is gone needs nothing back."""
    if running.keeper_pid(home) is None:
        return
    for part in parts:
        ask(home.run, Request.RESTART, part)
    await _until(home, parts, {"starting", "healthy"}, "took back")


async def take_back_held(home: Home, parts: Sequence[str]) -> None:
    """Where who had borrowed them was killed."""
    state = running.state_of(home)
    held = [each["part"] for each in state["parts"] if each["state"] == "stopped"] if state else []
    if lost := [part for part in parts if part in held]:
        await take_back(home, lost)


async def _until(home: Home, parts: list[str], wanted: set[str], did: str) -> None:
    waited_until = time.monotonic() + PATIENCE_S
    while True:
        state = running.state_of(home)
        if state is None or state["phase"] != "running":
            return
        late = [each["name"] for each in state["parts"] if each["part"] in parts and each["state"] not in wanted]
        if late:
            if time.monotonic() > waited_until:
                raise Refusal(
                    f"The keeper never {did} {', '.join(late)}.", f"See ./souk status and ./souk logs {late[0]}."
                )
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.sleep(LOOK_S)
            continue
        return
