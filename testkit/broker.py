"""A NATS for one test, set up as the launcher would."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from kit.events import Event
from local.nats import NatsServer, NatsUser, connect_as_launcher, prepare_streams
from local.programs import free_port
from testkit import system

T = TypeVar("T")

LAUNCHER_PASSWORD = "the launcher's test password"  # noqa: S105


@dataclass(slots=True)
class TestNats:
    __test__ = False

    server: NatsServer
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def url(self) -> str:
        return self.server.url

    def password_of(self, service: str) -> str:
        return password_of(service)

    def settings_of(self, service: str) -> dict[str, str]:
        return {"nats_url": self.url, "nats_password": password_of(service)}

    async def announce(self, event: Event) -> None:
        """As if its owner had published it."""
        client = await connect_as_launcher(self.url, LAUNCHER_PASSWORD)
        try:
            body = event.model_dump_json().encode()
            await client.jetstream().publish(event.announced_as, body, headers={"Nats-Msg-Id": str(event.id)})
        finally:
            await client.close()

    def start(self) -> None:
        # In a thread, because a test's loop runs in this one and the server's readiness is asked with another.
        self.process = _apart(self.server.start)

    def stop(self) -> None:
        if self.process:
            self.server.stop(self.process)
            self.process = None


def password_of(service: str) -> str:
    return f"the test password of {service}"


@contextmanager
def running(
    folder: Path, publishers: Sequence[str] | None = None, followers: Mapping[str, Sequence[str]] | None = None
) -> Iterator[TestNats]:
    """The services of souk.toml, unless a test brings its own."""
    publishers = system.publishers() if publishers is None else publishers
    followers = system.followers() if followers is None else followers
    users = [
        NatsUser(name, password_of(name), name in publishers, tuple(followers.get(name, ())))
        for name in dict.fromkeys((*publishers, *followers))
    ]
    server = NatsServer(folder, free_port(), LAUNCHER_PASSWORD, users, durable=False)
    running = TestNats(server)
    running.start()
    try:
        _apart(lambda: asyncio.run(prepare_streams(server.url, LAUNCHER_PASSWORD, publishers, followers)))
        yield running
    finally:
        running.stop()


def _apart(work: Callable[[], T]) -> T:
    with ThreadPoolExecutor(1) as executor:
        return executor.submit(work).result()
