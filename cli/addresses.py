"""The servers that this machine runs for the shop, or those that SOUK_*_URL and SOUK_SMTP_HOST name instead."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cli.manifest import LOOPBACK, System
from local.database_urls import SUPERUSER, url_of

if TYPE_CHECKING:  # it signs: two thousand modules less for a command that does not
    from cli.keys import Keys

# Beside the gateway's 8888, so that a shop's ports are seen together; moved like all others.
SERVERS = {"postgres": 8890, "nats": 8891, "mail": 8892, "board": 8893}

SMTP_HOST = "SOUK_SMTP_HOST"


@dataclass(frozen=True, slots=True)
class Addresses:
    postgres_port: int
    nats_port: int
    mail_port: int
    board_port: int
    given: Mapping[str, str]

    @classmethod
    def of(cls, offset: int, moved: Mapping[str, int], env: Mapping[str, str] = os.environ) -> Addresses:
        given = {name: value for name, value in env.items() if value and is_address(name)}
        ports = {name: moved.get(name, port + offset) for name, port in SERVERS.items()}
        return cls(ports["postgres"], ports["nats"], ports["mail"], ports["board"], given)

    def needs_postgres(self, system: System) -> bool:
        return any(not self.has_database(service) for service in system.services)

    @property
    def needs_nats(self) -> bool:
        return "SOUK_NATS_URL" not in self.given

    @property
    def needs_mail_sink(self) -> bool:
        return SMTP_HOST not in self.given

    @property
    def mail_settings(self) -> Mapping[str, str]:
        """Of our own sink, which takes text messages too; who names a server sets the rest of SOUK_SMTP_* as well."""
        if not self.needs_mail_sink:
            return {"SMTP_HOST": self.given[SMTP_HOST]}
        port = str(self.mail_port)
        return {"SMTP_HOST": LOOPBACK, "SMTP_PORT": port, "SMTP_SECURITY": "none", "SMS_DOMAIN": "sms.localhost"}

    def has_database(self, service: str) -> bool:
        return f"SOUK_{service.upper()}_DATABASE_URL" in self.given

    def database_url(self, service: str, keys: Keys, files: Path) -> str:
        """`files`: of the server that this machine runs."""
        given = self.given.get(f"SOUK_{service.upper()}_DATABASE_URL")
        role = f"souk_{service}"
        return given or url_of(role, keys.database_of(service), role, self.postgres_port, files)

    def owner_database_url(self, service: str, keys: Keys, files: Path) -> str:
        """Who migrates; on a server that is not ours that may be the same role."""
        name = service.upper()
        given = self.given.get(f"SOUK_{name}_OWNER_DATABASE_URL") or self.given.get(f"SOUK_{name}_DATABASE_URL")
        database, password = f"souk_{service}", keys.database_owner_of(service)
        return given or url_of(f"{database}_owner", password, database, self.postgres_port, files)

    def superuser_url(self, keys: Keys) -> str:
        return url_of(SUPERUSER, keys.postgres_superuser, "postgres", self.postgres_port)

    @property
    def nats_url(self) -> str:
        return self.given.get("SOUK_NATS_URL") or f"nats://{LOOPBACK}:{self.nats_port}"


def is_address(name: str) -> bool:
    return name in ("SOUK_NATS_URL", SMTP_HOST) or (name.startswith("SOUK_") and name.endswith("_DATABASE_URL"))
