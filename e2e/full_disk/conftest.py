"""The shop as `./souk up` opens it, with all that it keeps on a small disk of its own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.books import read_books
from bench.databases import databases_at
from cli.claimed_ports import claimed_offset
from cli.environment import Environments
from cli.home import Home
from cli.shape import Services, Shape
from e2e.python.shoppers import shelf_filled_at
from testkit.small_disk import SmallDisk, small_disk

# An open shop keeps 200 MB: databases, zones, pictures. More is memory for nothing.
MEGABYTES = 400
FIRST_OFFSET = 23000
STOP_S = 60


@dataclass(frozen=True)
class ShopOnDisk:
    home: Home
    shape: Shape
    disk: SmallDisk
    terminal: Path
    env: dict[str, str]
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return self.shape.system(self.home).public_url

    def said(self) -> str:
        """In the terminal, its lines joined."""
        assert self.process.poll() is None, self.terminal.read_text("utf-8")[-4000:]
        return " ".join(self.terminal.read_text("utf-8").split())

    async def status(self) -> tuple[int, str]:
        command = [sys.executable, "-P", "-m", "cli", "status"]
        asked = await asyncio.create_subprocess_exec(
            *command, env=self.env, cwd=self.home.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        said, _ = await asked.communicate()
        assert asked.returncode is not None
        return asked.returncode, " ".join(said.decode().split())

    async def faults_in_books(self, ordered: int) -> list[str]:
        environments = Environments(self.shape.system(self.home), self.home, self.shape.addresses({}))
        server = environments.addresses.superuser_url(environments.keys)
        async with databases_at(server, list(environments.system.services)) as databases:
            return (await read_books(databases)).faults(ordered)

    async def fills_a_shelf(self) -> str:
        """Gives the SKU."""
        return await shelf_filled_at(self.url, self.home)


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShopOnDisk]:
    """One for all tests: each leaves it as healthy as it was."""
    tmp_path = tmp_path_factory.mktemp("shop")
    with small_disk(tmp_path / "disk", MEGABYTES) as disk, contextlib.ExitStack() as until_closed:
        home = Home(disk.folder / "souk")
        shape = Shape(Services.APART, until_closed.enter_context(claimed_offset(home, FIRST_OFFSET)))
        outer = {name: value for name, value in os.environ.items() if not name.startswith("SOUK_")}
        env = {**outer, "SOUK_HOME": str(home.folder), "SOUK_CARRIER_STEP_S": "0.5"}
        terminal = tmp_path / "terminal"
        command = [sys.executable, "-P", "-m", "cli", "up", "--port-offset", str(shape.port_offset)]
        with terminal.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603 (our own command)
                command, env=env, cwd=home.root, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
        try:
            yield ShopOnDisk(home, shape, disk, terminal, env, process)
        finally:
            process.terminate()
            process.wait(STOP_S)
