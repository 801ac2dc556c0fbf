"""Pods as the manifests describe them, and a sale at their gateway. No roll-out, policy or probe is proved here."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from cli.manifest_tables import Service
from e2e.containers.conftest import NAMES, SYSTEM, TAG, built, told
from e2e.containers.pods import Pods, volumes_of
from e2e.containers.stories import keep_accounts, tell
from local.programs import free_port
from testkit.waiting import wait_until

PATIENCE_S = 900
PAGES = ("/", "/products", "/mfe/remotes.json", "/cart", "/product-service/api/v1/products")


class Played:
    """Pods that run, in a network of their own."""

    def __init__(self, pods: Pods, network: str) -> None:
        self.pods, self.network, self.files = pods, network, list[Path]()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.pods.port}"

    def play(self) -> None:
        podman("network", "create", self.network)
        for ends, names, file in self.pods.stages():
            self.files.append(file)
            podman("kube", "play", "--network", self.network, str(file))
            for name in names if ends else ():
                # Begun anew where it failed, as a Job is.
                wait_until(lambda name=name: ended_well(name), PATIENCE_S, look_s=0.5)

    def is_at_ease(self) -> bool:
        """Each service finds whom it calls: the engine's own name server has hung for half a minute after a start."""
        return all('"status":"ok"' in self.health_of(service) for service in SYSTEM.services.values())

    def health_of(self, service: Service) -> str:
        ask = f"import urllib.request as web; print(web.urlopen('http://127.0.0.1:{service.port}/health').read().decode())"
        return told(["podman", "exec", main_of(service.name), "python", "-S", "-c", ask]).stdout

    def is_open(self) -> bool:
        try:
            return all(httpx.get(f"{self.url}{page}", timeout=20).status_code == httpx.codes.OK for page in PAGES)
        except httpx.TransportError:
            return False

    def remove(self) -> None:
        for file in reversed(self.files):
            told(["podman", "kube", "down", str(file)])
        told(["podman", "volume", "rm", "--force", *set[str]().union(*map(volumes_of, self.files))])
        told(["podman", "network", "rm", "--force", self.network])


def podman(*words: str) -> str:
    done = told(["podman", *words])
    assert done.returncode == 0, f"podman {' '.join(words)}: {done.stderr[-2000:]}"
    return done.stdout + done.stderr


def main_of(pod: str) -> str:
    """The container that a pod is there for."""
    found = podman("pod", "inspect", pod, "--format", "{{range .Containers}}{{.Name}} {{end}}").split()
    return next(name for name in found if not name.endswith("-infra"))


def ended_well(pod: str) -> bool:
    said = podman("inspect", main_of(pod), "--format", "{{.State.Status}} {{.State.ExitCode}}")
    return said.split() == ["exited", "0"]


@pytest.fixture(scope="module")
def played(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    if engine != "podman":
        pytest.skip("only podman plays Kubernetes' pods without Kubernetes: apt-get install podman")
    for name in NAMES:
        built(engine, name)
    port, folder = free_port(), tmp_path_factory.mktemp("pods")
    url = f"http://localhost:{port}"
    # Parcels move while a story is told.
    facts = {"SOUK_PUBLIC_URL": url, "SOUK_ORIGINS": f'["{url}"]', "SOUK_LOGISTICS_CARRIER_STEP_S": "0.5"}
    pods = Pods(folder, SYSTEM, TAG, facts, port)
    pods.keep_secrets()
    played = Played(pods, f"souk{port}")
    try:
        began = time.monotonic()
        played.play()
        wait_until(played.is_open, PATIENCE_S, look_s=1)
        wait_until(played.is_at_ease, PATIENCE_S, look_s=1)
        print(f"open after {time.monotonic() - began:.0f} s")
        yield played
    finally:
        played.remove()


def test_a_guest_buys_and_the_parcel_is_delivered(played: Played) -> None:
    accounts = keep_accounts(podman("logs", main_of("user-prepare")), played.pods.folder)

    tell("@first-sale", played.url, "pods", played.pods.folder, accounts)
