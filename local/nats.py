"""A NATS with JetStream of our own on this machine; each service is a user that may do only what it needs."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nats
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, StorageType, StreamConfig
from nats.js.errors import BadRequestError, NotFoundError

from kit.messaging.streams import durable_of, follows_of, reply_prefix_of, stream_of, subjects_of
from local.files import write_whole
from local.programs import ServerFailed, beside_python, end, launch, stopped_if_it_fails, wait_until

HOST = "127.0.0.1"
LAUNCHER = "launcher"
STOP_SIGNAL = signal.SIGTERM
START_S = 30.0
STOP_S = 10.0
ALIVE_S = 5.0

# An event may be missed for so long: a service that was away for less finds everything. kit_inbox remembers longer.
KEPT_S = 7 * 24 * 3600.0
# A relay that died before it noted the broker's answer sends again within seconds.
REPEATS_KNOWN_S = 600.0
ACK_WAIT_S = 30.0
MOST_UNACKNOWLEDGED = 500


@dataclass(frozen=True, slots=True)
class NatsUser:
    """A service; `follows` holds the subjects of others that it hears of."""

    name: str
    password: str
    publishes: bool = False
    follows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NatsServer:
    """`durable=False` is for tests: what is published is not forced to the disk before it is acknowledged."""

    folder: Path
    port: int
    launcher_password: str
    users: Sequence[NatsUser] = field(default=())
    durable: bool = True

    @property
    def url(self) -> str:
        return f"nats://{HOST}:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.log")

    @property
    def config(self) -> Path:
        return self.folder / "nats.conf"

    @property
    def command(self) -> list[str]:
        """To run it; whoever runs it must have called prepare()."""
        return [str(beside_python("nats-server")), "-c", str(self.config)]

    def prepare(self) -> None:
        """Its configuration, written at each start: it names every user."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings = json.dumps(self._settings(), indent=2)
        write_whole(self.config, f"# Written at each start by local/nats.py.\n{settings}\n", 0o600)

    def start(self) -> subprocess.Popen[bytes]:
        self.prepare()
        process = launch(self.command, self.log)
        with stopped_if_it_fails(process, self.stop):
            wait_until(self.answers, process, "NATS", self.log, START_S)
        return process

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        end(process, STOP_SIGNAL, STOP_S)

    def answers(self) -> bool:
        """JetStream answers. Not to be called where a loop runs."""
        return asyncio.run(is_answering(self.url, self.launcher_password))

    def _settings(self) -> dict[str, Any]:
        store: dict[str, Any] = {"store_dir": str(self.folder / "store")}
        if self.durable:
            # An outbox row goes once the broker has acknowledged it, so the acknowledgement must survive a power cut.
            store["sync_interval"] = "always"
        return {
            "server_name": "souk",
            "listen": f"{HOST}:{self.port}",
            "jetstream": store,
            "authorization": authorization_of(self.launcher_password, self.users),
        }


def authorization_of(launcher_password: str, users: Iterable[NatsUser]) -> dict[str, Any]:
    """Of the server's configuration: who makes streams and consumers, and each service."""
    launcher = {"user": LAUNCHER, "password": launcher_password}
    return {"users": [launcher, *(_as_user(user) for user in users)]}


def permissions_of(user: NatsUser) -> dict[str, Any]:
    """Its own facts out; pull and acknowledge its own durables; nothing else."""
    allowed = [subjects_of(user.name)] if user.publishes else []
    for follow in follows_of(user.name, user.follows):
        allowed += [
            f"$JS.API.CONSUMER.MSG.NEXT.{follow.stream}.{follow.durable}",
            f"$JS.API.CONSUMER.INFO.{follow.stream}.{follow.durable}",
            f"$JS.ACK.{follow.stream}.{follow.durable}.>",
        ]
    publish = {"allow": allowed} if allowed else {"deny": [">"]}
    return {"publish": publish, "subscribe": {"allow": [f"{reply_prefix_of(user.name)}.>"]}}


def _as_user(user: NatsUser) -> dict[str, Any]:
    return {"user": user.name, "password": user.password, "permissions": permissions_of(user)}


async def is_answering(url: str, password: str) -> bool:
    try:
        client = await connect_as_launcher(url, password)
    except ServerFailed:
        raise
    except Exception:
        return False
    try:
        await client.jetstream(timeout=1.0).account_info()
    except Exception:
        return False
    finally:
        await client.close()
    return True


def is_alive(port: int) -> bool:
    """It greets, as its protocol has it, who connects."""
    try:
        with socket.create_connection((HOST, port), ALIVE_S) as connection:
            return connection.recv(4) == b"INFO"
    except OSError:
        return False


async def connect_as_launcher(url: str, password: str | None) -> Client:
    """`url`: of one server, or of several with commas between."""

    async def ignore(_: Exception) -> None:
        return

    account = {} if password is None else {"user": LAUNCHER, "password": password}
    return await nats.connect(
        url.split(","),
        **account,
        connect_timeout=2,
        allow_reconnect=False,
        reconnect_time_wait=0,
        error_cb=ignore,
        name=LAUNCHER,
    )


async def prepare_streams(
    url: str,
    password: str | None,
    publishers: Iterable[str],
    followers: Mapping[str, Sequence[str]],
    replicas: int = 1,
) -> None:
    """A stream for each publisher and a durable for each follower of it; may be repeated, keeps what is stored.

    `replicas`: how many servers of a cluster keep each stream. A stream that has more keeps them.
    """
    client = await connect_as_launcher(url, password)
    try:
        jetstream = client.jetstream()
        for publisher in publishers:
            await _keep_stream(jetstream, publisher, replicas)
        for follower, subjects in followers.items():
            for follow in follows_of(follower, subjects):
                await _keep_durable(jetstream, follow.stream, follower, follow.subjects)
    finally:
        await client.close()


async def _keep_stream(jetstream: JetStreamContext, publisher: str, replicas: int) -> None:
    wanted = StreamConfig(
        name=stream_of(publisher),
        subjects=[subjects_of(publisher)],
        storage=StorageType.FILE,
        max_age=KEPT_S,
        duplicate_window=REPEATS_KNOWN_S,
        num_replicas=replicas,
    )
    try:
        found = await jetstream.stream_info(stream_of(publisher))
    except NotFoundError:
        await jetstream.add_stream(wanted)
    else:
        kept = max(replicas, found.config.num_replicas or 1)
        await jetstream.update_stream(wanted.evolve(num_replicas=kept))


async def _keep_durable(jetstream: JetStreamContext, stream: str, follower: str, subjects: Sequence[str]) -> None:
    wanted = ConsumerConfig(
        durable_name=durable_of(follower),
        filter_subjects=list(subjects),
        deliver_policy=DeliverPolicy.ALL,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=ACK_WAIT_S,
        max_deliver=-1,  # the inbox decides when a message is given up, and keeps it
        max_ack_pending=MOST_UNACKNOWLEDGED,
    )
    try:
        await jetstream.add_consumer(stream, wanted)
    except NotFoundError as error:
        raise ServerFailed(
            cause=f"{follower} follows {', '.join(subjects)}, but nobody publishes into the stream {stream}.",
            fix="Name the subjects in the publisher's entry of souk.toml.",
        ) from error
    except BadRequestError as error:
        raise ServerFailed(
            cause=f"The broker refused the durable {durable_of(follower)} of {stream}: {error.description}",
            fix="Remove that consumer in the broker and start again; it will be made anew.",
        ) from error
