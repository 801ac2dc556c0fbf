"""The whole shop by compose.yaml: it opens, sells in a browser, and runs as it says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import yaml

from cli.conform import app as pieces
from cli.home import ROOT, Home
from cli.node import Node
from cli.progress import Progress
from e2e.containers.conftest import NAMES, SYSTEM, TAG, told
from local.programs import free_port

PATIENCE_S = 900
# Parcels move while a story is told.
QUICK = "services: { logistics: { environment: { SOUK_LOGISTICS_CARRIER_STEP_S: '0.5' } } }\n"
OTHERS = ("postgres", "nats")  # images of others
NOBODY = "10001:10001"


@dataclass(frozen=True)
class Shop:
    """`compose` as it is typed, with the project and its files."""

    engine: str
    compose: tuple[str, ...]
    env: Mapping[str, str]
    url: str
    home: Home
    opened_s: float = 0

    def does(self, *words: str) -> str:
        done = subprocess.run(  # noqa: S603 (compose itself)
            [*self.compose, *words], cwd=ROOT, env=self.env, text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-4000:]
        return done.stdout

    def opens(self) -> None:
        """podman 4 starts nothing that requires a task which has ended, so there each stage is started by itself."""
        if self.engine == "docker":
            self.does("up", "--detach")
            return
        services = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]
        begun: set[str] = set()
        while stage := [name for name in services if name not in begun and set(needs_of(services[name])) <= begun]:
            self.does("up", "--detach", "--no-deps", *stage)
            tasks = [name for name in stage if services[name]["restart"] == "no"]
            for name in tasks:
                (task,) = self._ids("--all", "--filter", f"label=com.docker.compose.service={name}")
                assert told([self.engine, "wait", task]).stdout.strip() == "0", self.does("logs", name)
            begun |= set(stage)
        assert begun == services.keys()

    @property
    def running(self) -> dict[str, dict[str, Any]]:
        """By the name of the part, what the engine says of each container that runs."""
        found = json.loads(told([self.engine, "inspect", *self._ids()]).stdout)
        return {one["Config"]["Labels"]["com.docker.compose.service"]: one for one in found}

    @property
    def accounts(self) -> str:
        """As the task that made them said."""
        (task,) = self._ids("--all", "--filter", "label=com.docker.compose.service=user-prepare")
        found = re.search(r"(?ms)^\[\n.*?^\]$", told([self.engine, "logs", task]).stdout)
        assert found
        return found[0]

    def _ids(self, *more: str) -> list[str]:
        label = f"label=com.docker.compose.project={self.env['COMPOSE_PROJECT_NAME']}"
        return told([self.engine, "ps", "--quiet", "--filter", label, *more]).stdout.split()

    def is_open(self) -> bool:
        try:
            pages = [httpx.get(f"{self.url}{path}", timeout=20) for path in ("/", "/products", "/mfe/remotes.json")]
        except httpx.TransportError:
            return False
        return all(page.status_code == httpx.codes.OK for page in pages)


def needs_of(service: Mapping[str, Any]) -> list[str]:
    return list(service.get("depends_on", []))


def command(engine: str) -> list[str]:
    if engine == "docker" and told(["docker", "compose", "version"]).returncode == 0:
        return ["docker", "compose"]
    if found := shutil.which("podman-compose"):
        return [found]
    pytest.fail(
        "Nothing reads compose.yaml here: docker has no compose plugin, and there is no podman-compose. "
        "Install one (python3 -m pip install podman-compose), then run ./souk test containers again."
    )


@pytest.fixture(scope="module")
def shop(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    if missing := [name for name in NAMES if told([engine, "image", "inspect", f"localhost/{name}:{TAG}"]).returncode]:
        pytest.fail(f"These images are not built: {', '.join(missing)}. ./souk images --tag {TAG}")
    folder, port = tmp_path_factory.mktemp("compose"), free_port()
    home = Home(folder / "souk")
    outer = {**os.environ, "SOUK_HOME": str(home.folder)}
    subprocess.run([sys.executable, "-P", "-m", "cli", "secrets"], cwd=ROOT, env=outer, check=True)
    (folder / "quick.yaml").write_text(QUICK)
    url = f"http://localhost:{port}"
    env = {
        **outer,
        "COMPOSE_PROJECT_NAME": f"souk{port}",
        "SOUK_SECRETS": str(home.folder / "containers" / "secrets"),
        "SOUK_TAG": TAG,
        "SOUK_PUBLIC_URL": url,
        "SOUK_LISTEN": f"127.0.0.1:{port}",
    }
    files = ("--file", str(ROOT / "compose.yaml"), "--file", str(folder / "quick.yaml"))
    shop = Shop(engine, (*command(engine), *files), env, url, home)
    began = time.monotonic()
    try:
        shop.opens()
        until_s = time.monotonic() + PATIENCE_S
        while not shop.is_open():
            assert time.monotonic() < until_s, shop.does("ps")
            time.sleep(1)
        print(f"open after {time.monotonic() - began:.0f} s")
        yield shop
    finally:
        subprocess.run([*shop.compose, "down", "--volumes"], cwd=ROOT, env=env, check=False)  # noqa: S603


def test_all_parts_run_as_nobody_in_particular_with_a_root_that_they_cannot_write(shop: Shop) -> None:
    running = shop.running

    zones = {f"mfe-{zone.name}" for zone in SYSTEM.zones}
    assert running.keys() == {*SYSTEM.services, *zones, *OTHERS, "mail", "gateway"}
    for name, one in running.items():
        if name != "postgres":
            assert (one["Config"]["User"], one["HostConfig"]["ReadonlyRootfs"]) == (NOBODY, True), name
        assert one["RestartCount"] == 0, name
    published = {name for name, one in running.items() if any(one["HostConfig"]["PortBindings"].values())}
    assert published == {"gateway"}


def test_each_says_that_it_is_well_by_its_own_health_check(shop: Shop) -> None:
    for name, one in shop.running.items():
        if check := one["Config"].get("Healthcheck"):
            words = check["Test"][1:] if check["Test"][0] == "CMD" else ["sh", "-c", check["Test"][1]]
            asked = told([shop.engine, "exec", one["Id"], *words])
            assert asked.returncode == 0, (name, asked.stderr)


def test_the_gateways_limits_are_its_share_of_the_shops(shop: Shop) -> None:
    gateway = shop.running["gateway"]["Id"]

    conf = told([shop.engine, "exec", gateway, "cat", "/tmp/gateway/run/nginx.conf"]).stdout  # noqa: S108 (its own)

    assert f"zone=api:5m rate={SYSTEM.gateway.api_requests_per_s * 60}r/m" in conf
    assert "@share" not in conf


def test_a_guest_buys_in_a_browser(shop: Shop) -> None:
    file = shop.home.folder / "accounts.json"
    file.write_text(shop.accounts)
    own = Home(ROOT / ".souk" / "test")
    own.make()
    with Progress() as progress:
        browsers = pieces.prepared(own, progress)
    facts = {"SOUK_E2E_URL": shop.url, "SOUK_E2E_SHAPE": "compose", "SOUK_E2E_ACCOUNTS": str(file)}
    env = Node(own).env({**browsers.environment, **facts})

    told_story = subprocess.run(  # noqa: S603 (our own command)
        [str(Node(own).pnpm), "exec", "playwright", "test", "--grep", "@first-sale"],
        cwd=ROOT / "e2e", env=env, text=True, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip

    print(told_story.stdout)
    assert told_story.returncode == 0, told_story.stdout[-6000:]
