"""A shop on six hosts: two with all parts and a gateway, a NATS cluster of three, PostgreSQL on its own."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli.containers.names import secret_variable
from cli.containers.secrets import NATS_LAUNCHER, SUPERUSER_URL, values_of
from cli.containers.setup import set_up
from cli.home import Home
from cli.keys import Keys
from cli.manifest import System
from cli.shape import Shape
from e2e.hosts import door
from e2e.hosts.network import Host, Network, a_network, why_not
from kit.messaging.streams import of_each
from local.files import write_whole
from local.nats import NatsUser, authorization_of, is_answering
from local.postgres import PostgresServer, answers
from local.programs import beside_python
from testkit.waiting import until

POSTGRES_PORT, NATS_PORT, ROUTE_PORT = 5432, 4222, 6222
PATIENCE_S = 300


@dataclass
class Member:
    """A host with what runs on it."""

    host: Host
    begins: Callable[[], None]
    is_up: Callable[[], bool]

    async def comes_up(self) -> None:
        await asyncio.to_thread(self.begins)
        await until(lambda: asyncio.to_thread(self.is_up), PATIENCE_S)

    async def comes_back(self) -> None:
        self.host.appears()
        await self.comes_up()


@dataclass
class ManyHosts:
    folder: Path
    network: Network
    system: System

    def __post_init__(self) -> None:
        self.home = Home(self.folder / "app1")
        self.keys = Keys(self.home.secrets)
        self.home.make()
        self.postgres = self._postgres(self.network.host("pg"))
        self.brokers = [self.network.host(f"nats{number}") for number in (1, 2, 3)]
        self.nats = [self._nats(host) for host in self.brokers]
        self.apps = [self._app(self.network.host(name)) for name in ("app1", "app2")]

    @property
    def public_url(self) -> str:
        return self.system.public_url

    @property
    def gateways(self) -> list[str]:
        return [f"http://{app.host.address}:{self.system.gateway.port}" for app in self.apps]

    @property
    def superuser_url(self) -> str:
        return self._values[SUPERUSER_URL]

    @property
    def nats_url(self) -> str:
        return ",".join(f"nats://{host.address}:{NATS_PORT}" for host in self.brokers)

    @property
    def _values(self) -> dict[str, str]:
        return values_of(self.system, self.keys, f"{self.postgres.host.address}:{POSTGRES_PORT}")

    async def opens(self) -> None:
        await self.postgres.comes_up()
        await asyncio.gather(*(broker.comes_up() for broker in self.nats))
        told = {"SOUK_NATS_URL": self.nats_url, "SOUK_STREAM_REPLICAS": "3"}
        await set_up(self.system, {**self._values, **told})
        first, second = self.apps
        await first.comes_up()
        other = Home(self.folder / "app2")
        shutil.copytree(self.home.secrets, other.secrets)
        other.media.symlink_to(self.home.media)
        await second.comes_up()

    def _postgres(self, host: Host) -> Member:
        folder = self.folder / "postgres"
        server = PostgresServer(folder, POSTGRES_PORT, self.keys.postgres_superuser)
        rules = self.folder / "pg_hba.conf"
        write_whole(rules, f"host all all {host.network.prefix}.0/24 scram-sha-256\n")
        url = f"postgresql://postgres:{self.keys.postgres_superuser}@{host.address}:{POSTGRES_PORT}/postgres"

        def begin() -> None:
            server.prepare()
            reached = ["-c", f"listen_addresses={host.address}", "-c", f"hba_file={rules}"]
            host.begins([*server.command, *reached, "-c", "max_connections=200"], self.folder / "postgres.log")

        return Member(host, begin, lambda: answers(url))

    def _nats(self, host: Host) -> Member:
        config = self.folder / f"{host.name}.conf"
        names = list(self.system.services)
        users = [
            NatsUser(name, self.keys.nats_of(name), publishes=True, follows=of_each(service.follows, names))
            for name, service in self.system.services.items()
        ]

        def begin() -> None:
            routes = [f"nats-route://{other.address}:{ROUTE_PORT}" for other in self.brokers]
            settings: dict[str, Any] = {
                "server_name": host.name,
                "listen": f"{host.address}:{NATS_PORT}",
                "jetstream": {"store_dir": str(self.folder / host.name), "sync_interval": "always"},
                "authorization": authorization_of(self.keys.nats_launcher, users),
                "cluster": {"name": "souk", "listen": f"{host.address}:{ROUTE_PORT}", "routes": routes},
            }
            write_whole(config, json.dumps(settings), 0o600)
            host.begins([str(beside_python("nats-server")), "-c", str(config)], self.folder / f"{host.name}.log")

        url = f"nats://{host.address}:{NATS_PORT}"
        return Member(host, begin, lambda: asyncio.run(is_answering(url, self._values[NATS_LAUNCHER])))

    def _app(self, host: Host) -> Member:
        home = Home(self.folder / host.name)
        values = self._values
        outer = {name: value for name, value in os.environ.items() if not name.startswith("SOUK_")}
        whats = ("database_url", "owner_database_url")
        urls = [secret_variable(name, what) for name in self.system.services for what in whats]
        env = {
            **outer,
            **{name: values[name] for name in urls},
            "SOUK_HOME": str(home.folder),
            "SOUK_NATS_URL": self.nats_url,
            "SOUK_CARRIER_STEP_S": "0.2",
        }

        def begin() -> None:
            command = [sys.executable, "-P", "-m", "cli", "up", "--detach", "--services", "together"]
            host.does(command, home.root, env)
            at = [host.address, str(self.system.gateway.port)]
            host.begins([sys.executable, door.__file__, *at], self.folder / f"{host.name}-door.log")

        return Member(host, begin, lambda: True)


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[ManyHosts]:
    if why := why_not():
        pytest.skip(why)
    tmp_path.chmod(0o711)
    with a_network() as network:
        yield ManyHosts(tmp_path, network, Shape().system(Home(tmp_path)))
