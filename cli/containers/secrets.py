"""./souk secrets: makes the secrets of a shop in containers once, as files named like the variables they hold.

They are kept in `.souk/containers`, like those of a shop on one machine; run again, it adds what a new service needs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cli.containers.names import secret_variable
from cli.containers.told import OBJECTS_KEY, POSTGRES_PORT, secrets_of
from cli.home import Home
from cli.keys import Keys
from cli.manifest import System
from cli.manifest_rules import REFRESH_SECRET
from kit.messaging.streams import of_each
from local.database_urls import SUPERUSER
from local.files import write_whole
from local.nats import NatsUser, authorization_of

NATS_CONFIG, SUPERUSER_PASSWORD = "nats.conf", "postgres-superuser"
SUPERUSER_URL, NATS_LAUNCHER = "SOUK_SUPERUSER_DATABASE_URL", "SOUK_NATS_LAUNCHER_PASSWORD"
GATEWAY, SETUP, NATS, POSTGRES = "gateway", "setup", "nats", "postgres"


def write_secrets(home: Home, system: System, postgres: str) -> Path:
    """`postgres`: HOST or HOST:PORT of the server that holds all databases."""
    folder = home.folder / "containers"
    keys = Keys(folder / "keys")
    secrets = folder / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    secrets.mkdir(exist_ok=True)
    for name, value in values_of(system, keys, postgres).items():
        # Compose shows a file as it lies here to a user who is not its owner; nobody else gets past the folder above.
        write_whole(secrets / name, value, 0o644)
    return secrets


def values_of(system: System, keys: Keys, postgres: str) -> dict[str, str]:
    at = postgres if ":" in postgres else f"{postgres}:{POSTGRES_PORT}"

    def url(role: str, password: str, database: str) -> str:
        return f"postgresql://{role}:{quote(password, safe='')}@{at}/{database}"

    values = {
        SUPERUSER_PASSWORD: keys.postgres_superuser,
        SUPERUSER_URL: url(SUPERUSER, keys.postgres_superuser, "postgres"),
        NATS_LAUNCHER: keys.nats_launcher,
        NATS_CONFIG: nats_config(system, keys),
        OBJECTS_KEY: keys.password_of("objects"),
        "SOUK_JWKS": keys.jwks,
    }
    for name, service in system.services.items():
        database, callers = service.database, system.callers_of(name)
        own = {
            "database_url": url(database, keys.database_of(name), database),
            "owner_database_url": url(f"{database}_owner", keys.database_owner_of(name), database),
            "nats_password": keys.nats_of(name),
            "service_key": keys.service_key_of(name),
            "callers": json.dumps({caller: keys.service_key_hash_of(caller) for caller in callers}),
            **{need: keys.secret_of(name, need) for need in service.needs},
        }
        values |= {secret_variable(name, what): value for what, value in own.items()}
    return values


def nats_config(system: System, keys: Keys) -> str:
    """The users of the broker, each with what it may do; where it listens and keeps things is said beside it."""
    names = list(system.services)
    users = [
        NatsUser(name, keys.nats_of(name), publishes=True, follows=of_each(service.follows, names))
        for name, service in system.services.items()
    ]
    # What is acknowledged is on the disk: an outbox forgets it then.
    settings = {
        "jetstream": {"store_dir": "/data", "sync_interval": "always"},
        "authorization": authorization_of(keys.nats_launcher, users),
    }
    return json.dumps(settings, indent=2) + "\n"


def kubernetes_secrets(system: System, values: Mapping[str, str]) -> str:
    """What the manifests refer to, for `kubectl apply -f -`; a secrets manager that makes the same ones is as good."""
    names = {
        SETUP: [SUPERUSER_URL, NATS_LAUNCHER, *_all_database_urls(system)],
        NATS: [NATS_CONFIG],
        GATEWAY: [secret_variable(n, REFRESH_SECRET) for n, s in system.services.items() if REFRESH_SECRET in s.needs],
        **{name: secrets_of(system, name) for name in system.services},
        **{f"{name}-owner": [secret_variable(name, "owner_database_url")] for name in system.services},
    }
    items = [_secret(part, {name: values[name] for name in wanted}) for part, wanted in names.items()]
    superuser = {"username": SUPERUSER, "password": values[SUPERUSER_PASSWORD]}
    items.append({**_secret(POSTGRES, superuser), "type": "kubernetes.io/basic-auth"})
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": items}, indent=1)


def _secret(part: str, values: Mapping[str, str]) -> dict[str, Any]:
    metadata = {"name": f"souk-{part}"}
    return {"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "type": "Opaque", "stringData": dict(values)}


def _all_database_urls(system: System) -> list[str]:
    whats = ("database_url", "owner_database_url")
    return [secret_variable(name, what) for name in system.services for what in whats]
