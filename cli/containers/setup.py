"""`python -m cli.containers.setup`: makes buckets, databases, roles, streams and consumers; may be repeated.

SOUK_SUPERUSER_DATABASE_URL names who may make databases; left out where somebody else makes them. SOUK_NATS_URL and
SOUK_NATS_LAUNCHER_PASSWORD name the broker; SOUK_STREAM_REPLICAS says how many servers of its cluster keep each stream.
SOUK_S3_ENDPOINT, with its buckets and key (kit/files/settings.py), names the store of files, if there is one.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import unquote, urlsplit

import asyncpg
import nats.errors

from cli.containers.names import secret_variable
from cli.containers.secrets import NATS_LAUNCHER, SUPERUSER_URL
from cli.manifest import Service, System, load
from kit.errors import SoukError
from kit.files.settings import FilePlaces
from kit.messaging.streams import of_each
from kit.settings import with_secrets
from local.buckets import ObjectStore
from local.databases import ServiceDatabase, prepare_databases
from local.lost_streams import refill_lost_streams
from local.nats import prepare_streams

PATIENCE_S = 180.0
AWAY = (OSError, asyncpg.CannotConnectNowError, nats.errors.Error, asyncio.TimeoutError)


async def set_up(system: System, env: Mapping[str, str]) -> None:
    """Buckets before databases: whose database lets it in may fill them."""
    places = FilePlaces.of(env)
    if places.s3_endpoint:
        await _once_it_answers("The object store", lambda: asyncio.to_thread(_make_buckets, places))
    if superuser := env.get(SUPERUSER_URL):
        databases = [_database(env, service) for service in system.services.values()]
        await _once_it_answers("PostgreSQL", lambda: prepare_databases(superuser, databases))
    names = list(system.services)
    follows = {name: of_each(service.follows, names) for name, service in system.services.items() if service.follows}
    url, password = env["SOUK_NATS_URL"], env.get(NATS_LAUNCHER)
    replicas = int(env.get("SOUK_STREAM_REPLICAS", "1"))

    async def streams() -> None:
        await refill_lost_streams(
            url, password, names, follows, lambda name: env[secret_variable(name, "database_url")]
        )
        await prepare_streams(url, password, names, follows, replicas)

    await _once_it_answers("NATS", streams)


async def _once_it_answers(what: str, work: Callable[[], Awaitable[None]]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            await work()
        except AWAY as error:
            if time.monotonic() > deadline:
                raise
            print(f"{what} does not answer yet: {type(error).__name__}", flush=True)
            await asyncio.sleep(1)
        else:
            print(f"{what} is ready", flush=True)
            return


def _make_buckets(places: FilePlaces) -> None:
    key = places.s3_secret_access_key
    store = ObjectStore(
        places.s3_endpoint or "", places.s3_region, places.s3_access_key_id or "", key.reveal() if key else ""
    )
    for bucket, public in ((places.s3_bucket, True), (places.s3_private_bucket, False)):
        if bucket:
            store.make(bucket, public=public)


def _database(env: Mapping[str, str], service: Service) -> ServiceDatabase:
    def password(what: str) -> str:
        return unquote(urlsplit(env[secret_variable(service.name, what)]).password or "")

    connections = service.connections_of(service.most_replicas)
    return ServiceDatabase(service.database, password("database_url"), password("owner_database_url"), connections)


def main() -> int:
    try:
        asyncio.run(set_up(load("souk.toml"), with_secrets(os.environ)))
    except KeyError as missing:
        print(f"{missing} is not set: mount the secrets that ./souk secrets makes.", file=sys.stderr)
        return 1
    except SoukError as error:
        print(f"{error.cause}\n{error.fix}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
