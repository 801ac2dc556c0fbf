"""The shop that browser stories are told in: its own ports, its own data, gone afterwards."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from collections.abc import Iterator

from cli import running
from cli.home import Home
from cli.ports import free_offset
from cli.refusals import Refusal
from cli.shape import Services, Shape
from cli.testing.environment import own_environment

FIRST_OFFSET = 20000
# Parcels move while a story is told.
CARRIER_STEP_S = "0.5"


@contextlib.contextmanager
def shop_for_stories(home: Home, services: Services) -> Iterator[dict[str, str]]:
    """Gives what the stories must know of it."""
    running.stop(home)
    for folder in (home.data, home.secrets, home.mail, home.media, home.logs, home.run):
        shutil.rmtree(folder, ignore_errors=True)
    env = {
        **own_environment(home.folder / "bytecode"),
        "SOUK_HOME": str(home.folder),
        "SOUK_CARRIER_STEP_S": CARRIER_STEP_S,
    }
    unmoved = Shape().needed_ports(Shape().system(home))
    offset = free_offset(unmoved, FIRST_OFFSET)
    options = ["--detach", "--services", str(services), "--port-offset", str(offset)]
    try:
        opened = subprocess.run(
            [sys.executable, "-P", "-m", "cli", "up", *options], env=env, cwd=home.root, check=False
        )
        if opened.returncode:
            raise Refusal("The shop for the stories did not open.", "See above.")
        system = Shape(services, offset).system(home)
        yield {
            "SOUK_HOME": str(home.folder),
            "SOUK_E2E_URL": system.public_url,
            "SOUK_E2E_SHAPE": str(services),
            "SOUK_E2E_ACCOUNTS": str(home.secrets / "accounts.json"),
        }
    finally:
        running.stop(home)
