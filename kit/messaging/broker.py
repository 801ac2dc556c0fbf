"""The service's one connection to NATS, which may be away when the service starts and come and go later."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from nats.aio.client import PING_PROTO, Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext

from kit import tasks
from kit.errors import Kind, SoukError
from kit.messaging.streams import reply_prefix_of
from kit.settings import Secret

log = logging.getLogger("kit.messaging.broker")

CONNECT_S = 3
AGAIN_S = 1
# A connection that is dead without having been closed is noticed after three of them.
PING_S = 10
# Longer than such a connection can last.
GIVEN_UP_S = 120
CLOSE_S = 3.0


class BrokerAway(SoukError):
    code = "broker-away"
    kind = Kind.UNAVAILABLE

    def __init__(self, why: str) -> None:
        super().__init__(
            cause=f"The broker cannot be reached: {why}. Events wait in the outbox meanwhile.",
            fix="Look whether NATS runs and whether it knows this service's user.",
        )


class InOrder(Client):
    """What `flush` waits for is an answer to all that was said before it.

    nats-py 2.16 sends its ping past what still waits to be sent: `drain` then ends before the broker knows of it, and
    messages that were on their way meet nobody.
    """

    async def _send_ping(self, future: asyncio.Future[bool] | None = None) -> None:
        self._pongs.append(future or asyncio.get_running_loop().create_future())
        await self._send_command(PING_PROTO)
        await self._flush_pending()


class Broker:
    def __init__(self, service: str, url: str, password: str | Secret | None = None) -> None:
        self._service = service
        self._url = url
        self._password = password.reveal() if isinstance(password, Secret) else password
        self._client = InOrder()
        self._connecting: asyncio.Task[None] | None = None
        self._connected = asyncio.Event()
        self._ping: asyncio.Task[None] | None = None
        self._followers: set[Callable[[], None]] = set()
        self._trouble = "it did not answer yet"

    async def open(self) -> None:
        """Comes back at once; `jetstream` waits for the connection."""
        if self._connecting is None:
            self._connecting = asyncio.create_task(self._connect(), name=f"{self._service} connects to NATS")

    async def close(self) -> None:
        if self._connecting is not None:
            await tasks.end([self._connecting])
            self._connecting = None
        self._connected.clear()
        if self._ping is not None:
            self._ping.cancel()
        with suppress(Exception):
            async with asyncio.timeout(CLOSE_S):
                await self._client.close()

    async def client(self) -> Client:
        await self._connected.wait()
        return self._client

    async def jetstream(self) -> JetStreamContext:
        return (await self.client()).jetstream()

    @contextmanager
    def calling_when_connected(self, wake: Callable[[], None]) -> Iterator[None]:
        """`wake` is called when the connection is back: what the broker was asked over the one before, it forgot."""
        self._followers.add(wake)
        try:
            yield
        finally:
            self._followers.discard(wake)

    async def check(self) -> None:
        """Raises BrokerAway unless the broker answers now."""
        if not self._client.is_connected:
            raise BrokerAway(self._trouble)
        # The client stops reading for good when an answer meets a ping that was given up (nats-py 2.16), and the check
        # would break what it looks at: so a ping is never cancelled, and who asks next waits for the same one.
        if self._ping is None or self._ping.done():
            self._ping = asyncio.create_task(self._client.flush(timeout=GIVEN_UP_S))
        try:
            async with asyncio.timeout(CONNECT_S):
                await asyncio.shield(self._ping)
        except TimeoutError as error:
            raise BrokerAway(f"no answer within {CONNECT_S} s") from error
        except Exception as error:
            raise BrokerAway(str(error) or type(error).__name__) from error

    async def _connect(self) -> None:
        account: dict[str, Any] = {} if self._password is None else {"user": self._service, "password": self._password}
        while True:
            self._client = InOrder()
            try:
                await self._client.connect(
                    self._url.split(","),
                    **account,
                    name=self._service,
                    inbox_prefix=reply_prefix_of(self._service).encode(),
                    connect_timeout=CONNECT_S,
                    allow_reconnect=True,
                    max_reconnect_attempts=-1,
                    reconnect_time_wait=AGAIN_S,
                    ping_interval=PING_S,
                    error_cb=self._on_error,
                    disconnected_cb=self._on_disconnect,
                    reconnected_cb=self._on_connect,
                )
            except (OSError, TimeoutError, NatsError) as error:
                await self._on_error(error)
                await asyncio.sleep(AGAIN_S)
            else:
                await self._on_connect()
                return

    async def _on_connect(self) -> None:
        log.info("The broker is connected.")
        self._trouble = ""
        self._ping = None  # an answer to one of the connection before will not come
        self._connected.set()
        for wake in self._followers:
            wake()

    async def _on_disconnect(self) -> None:
        if self._connecting is None:
            return  # we closed it ourselves
        # On purpose the event stays set: the client reconnects by itself and keeps what it was told meanwhile.
        log.warning("The broker's connection is lost; it will be tried again.")

    async def _on_error(self, error: Exception) -> None:
        said = f"{type(error).__name__}: {error}".rstrip(": ")
        # It is tried every second: the same trouble is told once.
        if said != self._trouble:
            log.warning("The broker: %s", said)
        self._trouble = said
