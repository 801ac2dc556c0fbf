"""A shop that compose.yaml opened, and what its engine says of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from cli.home import ROOT, Home
from e2e.containers.stories import keep_accounts
from local.programs import free_port
from testkit.waiting import wait_until

PATIENCE_S = 900
PAGES = ("/", "/products", "/mfe/remotes.json", "/product-service/api/v1/products")
ONCE, TRIES = "on-failure", 5  # how a task is begun again
# Parcels move while a story is told, and stories read mails from a folder of this machine (beside the sink's own
# volume, in whose place podman-compose would not put another).
FOR_STORIES = """services:
  logistics: {{ environment: {{ SOUK_LOGISTICS_CARRIER_STEP_S: '0.5' }} }}
  mail: {{ command: [python, -m, local.mail_sink, /srv/mails, "8892", 0.0.0.0], volumes: ["{mails}:/srv/mails"] }}
"""
SERVICE_LABEL, PROJECT_LABEL = "com.docker.compose.service", "com.docker.compose.project"


@dataclass(frozen=True)
class Shop:
    """With the command that opened it, its project and its files."""

    engine: str
    compose: Sequence[str]
    env: Mapping[str, str]
    url: str
    home: Home

    def does(self, *words: str) -> str:
        return _done([*self.compose, *words], self.env)

    def asks_engine(self, *words: str) -> str:
        return _done([self.engine, *words], self.env)

    @property
    def parts(self) -> dict[str, dict[str, Any]]:
        """By their names what the engine says of each container, ended ones too."""
        mine = f"label={PROJECT_LABEL}={self.env['COMPOSE_PROJECT_NAME']}"
        ids = self.asks_engine("ps", "--all", "--quiet", "--filter", mine).split()
        found = json.loads(self.asks_engine("inspect", *ids)) if ids else []
        return {one["Config"]["Labels"][SERVICE_LABEL]: one for one in found}

    @property
    def running(self) -> dict[str, dict[str, Any]]:
        return {name: one for name, one in self.parts.items() if one["State"]["Running"]}

    def keeps_accounts(self) -> Path:
        return keep_accounts(self.asks_engine("logs", self.parts["user-prepare"]["Id"]), self.home.folder)

    def is_open(self) -> bool:
        """To who looks in from outside, and every task has ended. One that failed is told before the patience ends."""
        try:
            answers = [httpx.get(f"{self.url}{page}", timeout=20) for page in PAGES]
        except httpx.TransportError:
            return False
        if any(answer.status_code != httpx.codes.OK for answer in answers):
            return False
        tasks = {name: one for name, one in self.parts.items() if one["HostConfig"]["RestartPolicy"]["Name"] == ONCE}
        failed = [name for name, one in tasks.items() if one["State"]["ExitCode"] and one["RestartCount"] >= TRIES]
        assert not failed, {name: self.asks_engine("logs", tasks[name]["Id"])[-2000:] for name in failed}
        return not any(one["State"]["Running"] or one["State"]["ExitCode"] for one in tasks.values())


@contextmanager
def opened(engine: str, compose: Sequence[str], folder: Path, tag: str) -> Iterator[Shop]:
    home, port = Home(folder / "souk"), free_port()
    outer = {**os.environ, "SOUK_HOME": str(home.folder)}
    _done([sys.executable, "-P", "-m", "cli", "secrets"], outer)
    (home.folder / "mail").mkdir()
    (home.folder / "mail").chmod(0o777)  # the sink is another user
    (folder / "stories.yaml").write_text(FOR_STORIES.format(mails=home.folder / "mail"))
    env = {
        **outer,
        "COMPOSE_PROJECT_NAME": f"souk{port}",
        "SOUK_SECRETS": str(home.folder / "containers" / "secrets"),
        "SOUK_TAG": tag,
        "SOUK_PUBLIC_URL": f"http://localhost:{port}",
        "SOUK_LISTEN": f"127.0.0.1:{port}",
    }
    files = ("--file", str(ROOT / "compose.yaml"), "--file", str(folder / "stories.yaml"))
    shop = Shop(engine, (*compose, *files), env, f"http://localhost:{port}", home)
    try:
        began, load = time.monotonic(), os.getloadavg()[0]
        shop.does("up", "--detach")
        begun_s = time.monotonic() - began
        wait_until(shop.is_open, PATIENCE_S, look_s=1)
        print(f"open after {time.monotonic() - began:.0f} s (`up` took {begun_s:.0f}), load {load:.1f}")
        yield shop
    finally:
        shop.does("down", "--volumes")


def _done(command: Sequence[str], env: Mapping[str, str]) -> str:
    ran = subprocess.run(  # noqa: S603 (compose itself, the engine, our own command)
        command, cwd=ROOT, env=env, text=True, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert ran.returncode == 0, ran.stdout[-4000:]
    return ran.stdout
