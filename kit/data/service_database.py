"""The database of one service, for a command that an operator gives beside the running service."""

from __future__ import annotations

from collections.abc import Mapping

from kit.data.database import Database
from kit.errors import Kind, SoukError
from kit.settings import with_secrets


class DatabaseAddressMissing(SoukError):
    code = "database-address-missing"
    kind = Kind.INVALID

    def __init__(self, variable: str) -> None:
        super().__init__(f"{variable} is not set.", "Set it to the address of the service's database.")


def database_of(service: str, env: Mapping[str, str], command: str) -> Database:
    env = with_secrets(env)
    variable = f"SOUK_{service.upper()}_DATABASE_URL"
    if variable not in env:
        raise DatabaseAddressMissing(variable)
    return Database(env[variable], size=1, name=command)
