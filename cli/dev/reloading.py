"""A service from source, in place of the keeper's own, with each change of its sources.

    python -P -m cli.dev.reloading HOME SHAPE SERVICE PART

Begun by ./souk dev, which holds the other end of its input: when that closes, however it came to that, the service goes
back to the keeper. It says what happens on its output, a line of JSON each.

A change is loaded beside what serves, and takes the port over once it can serve; then the older one answers what it
has begun. So does the first, with the keeper's own instances, and these with the last. All take connections from one
listening socket meanwhile, which the keeper holds, so none is lost. What cannot be loaded changes nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from watchfiles import Change, DefaultFilter, awatch

from cli import running
from cli.dev.loan import Loan
from cli.dev.served import DidNotStart, ServedService
from cli.environment import Environments
from cli.home import Home
from cli.manifest import Service
from cli.refusals import Refusal
from cli.shape import Shape
from kit.data import migrations

SHARED = ("kit", "contracts")
DEBOUNCE_MS = 200
LOOK_S = 1.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0


class Sources(DefaultFilter):
    """Also the data that a service ships, but nothing that is read by people or tests alone."""

    def __call__(self, change: Change, path: str) -> bool:
        file = Path(path)
        return super().__call__(change, path) and "tests" not in file.parts and file.suffix != ".md"


@dataclass
class Reloading:
    home: Home
    service: Service
    env: Mapping[str, str]
    loan: Loan
    listener: socket.socket | None = None
    serves: ServedService | None = None
    _pause_s: float = field(default=FIRST_PAUSE_S)

    async def run(self) -> None:
        """Until the task is cancelled; then the service is the keeper's again."""
        try:
            await self._load()
            async for what in self._happenings():
                if what == "changed":
                    await self._load()
                else:
                    await self._load_after_end(what)
        finally:
            await self._give_back()

    async def _load(self) -> None:
        began = time.monotonic()
        try:
            newer = await ServedService.load(self.service.name, self.env, self.home.root, self._log)
        except DidNotStart as failed:
            tell("broken", said=failed.said, serves="the version before" if self.serves else self._meanwhile)
            return
        older = self.serves
        try:
            await newer.serve(await self._listening())
        except DidNotStart as failed:
            await newer.end()
            tell("broken", said=failed.said, serves="the version before" if older else self._meanwhile)
            return
        except BaseException:
            await newer.end()
            raise
        self.serves, self._pause_s = newer, FIRST_PAUSE_S
        seconds = time.monotonic() - began
        if older:
            await older.leave()
        elif not self.loan.is_alone:
            await self.loan.have_alone()
        tell("serving", seconds=seconds, again=older is not None)

    async def _load_after_end(self, said: str) -> None:
        self.serves = None
        tell("ended", said=[said], pause_s=self._pause_s)
        await asyncio.sleep(self._pause_s)
        self._pause_s = min(self._pause_s * 2, LONGEST_PAUSE_S)
        await self._load()

    @property
    def _meanwhile(self) -> str:
        return "nobody" if self.loan.is_alone else "the shop's own process"

    @property
    def _log(self) -> Path:
        return self.home.log_of(self.service.name)

    async def _listening(self) -> socket.socket:
        self.listener = self.listener or await self.loan.take()
        return self.listener

    async def _happenings(self) -> AsyncIterator[str]:
        """`changed`, or how the process ended by itself."""
        watched = [self.home.root / self.service.folder, *(self.home.root / folder for folder in SHARED)]
        changes = awatch(*watched, watch_filter=Sources(), debounce=DEBOUNCE_MS, step=50, rust_timeout=1_000)
        change = asyncio.ensure_future(anext(changes))
        while True:
            serving = self.serves
            end = asyncio.ensure_future(serving.ended() if serving else asyncio.Event().wait())
            try:
                await asyncio.wait([change, end], return_when=asyncio.FIRST_COMPLETED)
                ended = end.result() if end.done() else None
            finally:
                end.cancel()
            if change.done():
                change.result()
                change = asyncio.ensure_future(anext(changes))
                yield "changed"
            elif ended is not None:
                yield f"It ended with exit code {ended}."

    async def _give_back(self) -> None:
        """What is served from source ends once the keeper's own serve."""
        goes_on = False
        try:
            goes_on = self.listener is not None and await self.loan.share_again()
        finally:
            if self.serves:
                await (self.serves.leave() if goes_on else self.serves.end())
            self.loan.end()
        if goes_on:
            tell("given-back")


def tell(what: str, **facts: object) -> None:
    """Whoever listened may be gone."""
    with contextlib.suppress(OSError, ValueError):
        print(json.dumps({"what": what, **facts}), flush=True)


async def _until_asked_to_end(home: Home, work: asyncio.Task[None]) -> None:
    """Asked twice, it ends once: what was begun to be given back is given back."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, asked.set)
    loop.add_reader(0, lambda: os.read(0, 64) or (loop.remove_reader(0), asked.set()))
    waits = asyncio.ensure_future(asked.wait())
    while not work.done() and not asked.is_set():
        await asyncio.wait([work, waits], timeout=LOOK_S, return_when=asyncio.FIRST_COMPLETED)
        if running.keeper_pid(home) is None:
            tell("shop-stopped")
            asked.set()
    work.cancel()
    await asyncio.wait([work])


async def reload(home: Home, environments: Environments, service: Service, part: str) -> int:
    work = asyncio.create_task(Reloading(home, service, environments.of_service(service.name), Loan(home, part)).run())
    await _until_asked_to_end(home, work)
    with contextlib.suppress(asyncio.CancelledError):
        try:
            work.result()
        except Refusal as refusal:
            return _failed(refusal.cause, refusal.fix)
        except OSError as error:
            return _failed(f"{service.name} cannot be served: {error}.", "./souk doctor names who has its port.")
    return 0


def _migrated(environments: Environments, service: Service) -> bool:
    """What its sources add to its tables; what it prints is for the log, as output is for news."""
    with contextlib.redirect_stdout(sys.stderr):
        return migrations.main([service.name], environments.of_migration(service.name)) == 0


def _failed(*said: str) -> int:
    tell("failed", said=said)
    return 1


def main(folder: str, shape_json: str, name: str, part: str) -> int:
    home, shape = Home(Path(folder)), Shape.of_json(shape_json)
    system = shape.system(home)
    environments, service = Environments(system, home, shape.addresses()), system.services[name]
    if not _migrated(environments, service):
        return _failed("Its tables could not be brought up to its sources.", f"See ./souk logs {name}.")
    return asyncio.run(reload(home, environments, service, part))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
