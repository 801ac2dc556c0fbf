"""What must be true before a service starts: its database, its streams, its tables, something to sell."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import runpy
import subprocess
import sys
from collections.abc import Mapping, Sequence

from cli.backup.archive import drop_slot
from cli.backup.place import place_named
from cli.environment import Environments
from cli.keeper.parts import Release
from cli.keeper.spawn import found_in
from cli.service_commands import ACCOUNTS, SEED, command_of
from kit.data import migrations
from kit.messaging.streams import of_each
from local.databases import ServiceDatabase, prepare_databases
from local.lost_streams import refill_lost_streams
from local.nats import prepare_streams


def prepare_servers(environments: Environments) -> None:
    """On servers of ours: roles and databases; in the broker: streams and who follows them."""
    asyncio.run(_prepare_servers(environments))


def migrate(environments: Environments) -> None:
    names = list(environments.system.with_kit)
    env = {key: value for name in names for key, value in environments.of_migration(name).items()}
    if code := migrations.main(names, env):
        sys.exit(code)


def tables_for(environments: Environments, names: Sequence[str], release: Release, *options: str) -> None:
    """What another version needs of the tables, by that version's own migrations."""
    for name in names:
        env = {**environments.of_migration(name), **found_in(release)}
        command = [sys.executable, "-P", "-m", "kit.data.migrations", *options, name]
        if code := subprocess.run(command, env=env, check=False).returncode:
            sys.exit(code)


def seed(environments: Environments) -> None:
    """Each service's own first data and accounts; a seed finds out by itself that there is nothing to do."""
    for name, service in environments.system.services.items():
        if module := command_of(service, SEED):
            print(run_as_program(module, environments.of_service(name)), end="", flush=True)
        if module := command_of(service, ACCOUNTS):
            environments.keys.keep_accounts(json.loads(run_as_program(module, environments.of_service(name))))


def run_as_program(module: str, env: Mapping[str, str]) -> str:
    """What `python -m module` prints in this environment; a failure ends this process too."""
    printed = io.StringIO()
    os.environ.clear()
    os.environ.update(env)
    sys.argv = [module]
    try:
        with contextlib.redirect_stdout(printed):
            runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        if ended.code:
            print(printed.getvalue(), end="", flush=True)
            if isinstance(
                ended.code, str
            ):  # `sys.exit("why")`: Python prints that only where a program of its own ends
                print(ended.code, flush=True)
            raise SystemExit(1) from None
    return printed.getvalue()


async def _prepare_servers(environments: Environments) -> None:
    system, addresses, keys = environments.system, environments.addresses, environments.keys
    ours = [
        ServiceDatabase(
            service.database,
            keys.database_of(name),
            keys.database_owner_of(name),
            service.connections_of(service.replicas),
        )
        for name, service in system.services.items()
        if not addresses.has_database(name)
    ]
    if ours:
        await prepare_databases(addresses.superuser_url(keys), ours)
        if place_named(environments.outer) is None:
            await drop_slot(addresses.superuser_url(keys))
    names = list(system.services)
    follows = {name: of_each(service.follows, names) for name, service in system.services.items() if service.follows}
    broker = addresses.nats_url, keys.nats_launcher
    await refill_lost_streams(
        *broker, names, follows, lambda name: addresses.database_url(name, keys, environments.home.postgres)
    )
    await prepare_streams(*broker, names, follows)
