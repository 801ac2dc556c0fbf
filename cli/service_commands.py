"""What a service offers to the launcher: modules of its `commands` room, found by their names."""

from __future__ import annotations

from importlib.util import find_spec

from cli.manifest import Service

SEED, ACCOUNTS, IMPORTS = "seed", "accounts", "imports"


def command_of(service: Service, command: str) -> str | None:
    """The module to run; None where the service has no such command."""
    module = f"{service.package}.commands.{command}"
    try:
        return module if find_spec(module) else None
    except ModuleNotFoundError:  # nor does its package
        return None
