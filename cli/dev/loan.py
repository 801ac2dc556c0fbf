"""A service whose address the keeper lends, and has again; and who has it meanwhile."""

from __future__ import annotations

import asyncio
import fcntl
import os
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from cli import running
from cli.home import Home
from cli.keeper.requests import Request, ask
from cli.manifest import Service
from cli.refusals import Refusal

PATIENCE_S = 60.0
LOOK_S = 0.05
ANSWERS_S = 5.0


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


def part_serving(state: dict[str, Any], service: Service) -> str:
    """The keeper's part behind a service, which has as many instances as it has replicas."""
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
    return str(found[0]["part"])


def _serves(part: dict[str, Any], service: Service) -> bool:
    return service.port in part["ports"] or part["part"] == service.name


@dataclass(slots=True)
class Loan:
    """The address of one of the keeper's parts. While its line is open, the keeper holds it open too."""

    home: Home
    part: str
    is_alone: bool = False  # the keeper's own have left it
    _line: socket.socket | None = None

    async def take(self) -> socket.socket:
        """What the keeper's own take connections from, and go on to."""
        with tempfile.TemporaryDirectory(prefix="souk-") as folder, socket.socket(socket.AF_UNIX) as door:
            place = f"{folder}/line"  # short, as names of sockets must be
            door.bind(place)
            door.listen(1)
            door.setblocking(False)
            ask(self.home.run, Request.LEND, self.part, place)
            running.wake(self.home)
            try:
                async with asyncio.timeout(PATIENCE_S):
                    self._line, _ = await asyncio.get_running_loop().sock_accept(door)
            except TimeoutError:
                raise Refusal(f"The keeper never lent the address of {self.part}.", "See ./souk status.") from None
        self._line.settimeout(ANSWERS_S)
        _, [descriptor, *_], _, _ = socket.recv_fds(self._line, 1, 1)
        return socket.socket(fileno=descriptor)

    async def have_alone(self) -> None:
        """Until the keeper's own have answered what they were asked, and are gone."""
        self.is_alone = True
        self._ask(Request.STOP)
        await self._until({"stopped"}, "let go of")

    async def share_again(self) -> bool:
        """Until the keeper's own serve there too; a keeper that is gone needs nothing back."""
        if self.is_alone:
            self._ask(Request.RESTART)
            await self._until({"healthy", "unhealthy", "failed"}, "took back")
        return running.keeper_pid(self.home) is not None

    def end(self) -> None:
        if self._line:
            self._line.close()

    def _ask(self, request: Request) -> None:
        ask(self.home.run, request, self.part)
        running.wake(self.home)

    async def _until(self, wanted: set[str], did: str) -> None:
        waited_until = time.monotonic() + PATIENCE_S
        while True:
            state = running.state_of(self.home)
            if state is None or state["phase"] != "running":
                return
            own = [each for each in state["parts"] if each["part"] == self.part]
            late = [each["name"] for each in own if each["state"] not in wanted]
            if not late:
                return
            if time.monotonic() > waited_until:
                raise Refusal(
                    f"The keeper never {did} {', '.join(late)}.", f"See ./souk status and ./souk logs {late[0]}."
                )
            await asyncio.sleep(LOOK_S)
