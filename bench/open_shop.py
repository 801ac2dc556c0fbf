"""A shop of one's own to measure: opened from this clone on free ports, with data that goes away afterwards."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import psutil

from cli import running
from cli.home import Home
from cli.manifest import System
from cli.ports import free_offset
from cli.shape import Shape

# Below the ports that the system gives to outgoing connections (from 32768 on Linux).
FIRST_OFFSET = 21000
IDLE_S = 3.0


class NotOpened(RuntimeError):
    """./souk up failed; what it said stands above."""


@dataclass(frozen=True)
class OpenShop:
    home: Home

    @property
    def state(self) -> dict[str, Any]:
        state = running.state_of(self.home)
        if state is None:
            raise NotOpened(f"No shop runs from {self.home.folder}.")
        return state

    @property
    def url(self) -> str:
        return self.state["public_url"]

    @cached_property
    def system(self) -> System:
        """Read once: to read it takes longer than any request."""
        return Shape.of_json(json.dumps(self.state["shape"])).system(self.home)

    def port_of(self, service: str) -> int:
        return self.system.services[service].port

    def zone_port(self, zone: str) -> int:
        return self.system.mfes[zone].port

    def api(self, service: str) -> str:
        """Past the gateway."""
        return f"http://127.0.0.1:{self.port_of(service)}/api/v1"

    def account(self, user_type: str) -> dict[str, str]:
        accounts = json.loads((self.home.secrets / "accounts.json").read_text("utf-8"))
        return next(account for account in accounts if account["type"] == user_type)

    def cpu_s(self) -> dict[str, float]:
        """Processor time so far, by part; the children of a part (PostgreSQL's backends) count with it."""
        return {part["name"]: _cpu_of(part["pid"]) for part in self.state["parts"] if part["pid"]}


@contextlib.contextmanager
def a_shop(services: str = "apart", at: str | None = None) -> Iterator[OpenShop]:
    """`at`: the SOUK_HOME of a shop that runs already, which is then left running."""
    if at:
        yield OpenShop(Home(Path(at).resolve()))
        return
    with tempfile.TemporaryDirectory(prefix="souk-bench-") as folder:
        Path(folder).chmod(0o711)
        home = Home(Path(folder))
        offset = free_offset(Shape().needed_ports(Shape().system(home)), FIRST_OFFSET)
        try:
            souk(home.root, home.folder, "up", "--detach", "--services", services, "--port-offset", str(offset))
            yield OpenShop(home)
        finally:
            souk(home.root, home.folder, "down")


def souk(clone: Path, home: Path, *arguments: str) -> float:
    """Runs ./souk and gives the seconds it took."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("SOUK_")}
    began = time.monotonic()
    done = subprocess.run(
        [str(clone / "souk"), *arguments], cwd=clone, env={**env, "SOUK_HOME": str(home)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        print(done.stdout, file=sys.stderr)
        raise NotOpened(f"./souk {' '.join(arguments)} ended with exit code {done.returncode}.")
    return time.monotonic() - began


class Spent:
    """What the shop's parts spent on some work: `with Spent(shop) as spent: ...; spent.ms_each(requests)`."""

    def __init__(self, shop: OpenShop, idle: dict[str, float] | None = None) -> None:
        self._shop = shop
        self._idle = idle or {}
        self.seconds: dict[str, float] = {}
        self.wall_s = 0.0

    def __enter__(self) -> Spent:
        self._before, self._began = self._shop.cpu_s(), time.monotonic()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall_s = time.monotonic() - self._began
        after = self._shop.cpu_s()
        self.seconds = {
            name: max(0.0, after[name] - before - self._idle.get(name, 0.0) * self.wall_s)
            for name, before in self._before.items()
        }

    @property
    def so_far_s(self) -> float:
        return time.monotonic() - self._began

    def ms_each(self, times: int) -> dict[str, float]:
        return {name: seconds / times * 1000 for name, seconds in self.seconds.items()}


def idle_of(shop: OpenShop) -> dict[str, float]:
    """Processor seconds per second that each part spends with nobody in the shop; not the price of a request."""
    with Spent(shop) as spent:
        time.sleep(IDLE_S)
    return {name: seconds / spent.wall_s for name, seconds in spent.seconds.items()}


def _cpu_of(pid: int) -> float:
    leader = psutil.Process(pid)
    times = leader.cpu_times()
    # Backends that have ended count with the server that waited for them.
    total = times.user + times.system + times.children_user + times.children_system
    for child in leader.children(recursive=True):
        with contextlib.suppress(psutil.Error):
            spent = child.cpu_times()
            total += spent.user + spent.system
    return total
