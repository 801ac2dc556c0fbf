"""The shop that browser stories are told in: its own ports, its own data, gone afterwards."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cli import running
from cli.claimed_ports import claimed_offset
from cli.home import Home
from cli.refusals import Refusal
from cli.shape import Mfes, Services, Shape
from cli.testing.environment import own_environment

FIRST_OFFSET = 20000
# Parcels move while a story is told.
CARRIER_STEP_S = "0.5"


@dataclass(frozen=True, slots=True)
class Telling:
    """Which stories are told in which shape."""

    services: Services = Services.APART
    mfes: Mfes = Mfes.APART
    tag: str = ""
    # Where the shop of the telling before goes on, with its data: opening it takes a third of the time.
    goes_on: bool = False

    def __str__(self) -> str:
        return f"services {self.services}, MFEs {self.mfes}"

    @property
    def name(self) -> str:
        return f"{self.services}-{self.mfes}"

    @property
    def options(self) -> list[str]:
        """As they are typed."""
        return ["--services", str(self.services), "--mfes", str(self.mfes)]


@contextlib.contextmanager
def shop_for_stories(home: Home, telling: Telling) -> Iterator[dict[str, str]]:
    """Gives what the stories must know of it."""
    running.stop(home)
    if not telling.goes_on:
        for folder in (home.data, home.cache, home.secrets, home.mail, home.media, home.logs, home.run):
            shutil.rmtree(folder, ignore_errors=True)
    env = {
        **own_environment(home.folder / "bytecode"),
        "PYTHONPATH": str(home.root),  # the launcher's own files too are of the tree that is tested
        "SOUK_HOME": str(home.folder),
        "SOUK_CARRIER_STEP_S": CARRIER_STEP_S,
    }
    with claimed_offset(home, FIRST_OFFSET) as offset:
        yield from _opened(home, telling, offset, env)


def _opened(home: Home, telling: Telling, offset: int, env: Mapping[str, str]) -> Iterator[dict[str, str]]:
    options = ["--detach", *telling.options, "--port-offset", str(offset)]
    try:
        opened = subprocess.run(
            [sys.executable, "-P", "-m", "cli", "up", *options], env=env, cwd=home.root, check=False
        )
        if opened.returncode:
            raise Refusal("The shop for the stories did not open.", "See above.")
        system = Shape(telling.services, offset, mfes=telling.mfes).system(home)
        yield {
            "SOUK_HOME": str(home.folder),
            "SOUK_E2E_URL": system.public_url,
            "SOUK_E2E_SHAPE": telling.name,
            "SOUK_E2E_ACCOUNTS": str(home.secrets / "accounts.json"),
        }
    finally:
        running.stop(home)
