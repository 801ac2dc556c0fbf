"""What `./souk secrets` says."""

from __future__ import annotations

from cli.containers.secrets import kubernetes_secrets, values_of, write_secrets
from cli.home import Home
from cli.keys import Keys
from cli.manifest import System
from cli.terminal import console


def secrets(home: Home, system: System, postgres: str, *, for_kubernetes: bool) -> None:
    folder = write_secrets(home, system, postgres)
    if for_kubernetes:
        print(kubernetes_secrets(system, values_of(system, Keys(folder.parent / "keys"), postgres)))
    else:
        console.print(f"The secrets are in {folder}: one file for each variable.")
