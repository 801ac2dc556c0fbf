"""`./souk test containers`: images as they are built here, read from what runs. Needs a builder and an engine.

IMAGE_OPTIONS holds what the builder needs on this machine (`--volume=/etc/pip.conf:/etc/pip.conf:ro`), and
RUN_OPTIONS what the engine does (`--runtime=runc`).
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from typing import Any

import pytest

from cli.containers.images import images
from cli.home import ROOT
from cli.manifest import load

TAG = "test"
SAFE = ("--rm", "--read-only", "--tmpfs=/tmp", "--cap-drop=ALL", "--security-opt=no-new-privileges")
BESIDE_BASE_MB = 90


@pytest.fixture(scope="session")
def engine() -> str:
    for program in ("docker", "podman"):
        if shutil.which(program) and told([program, "info"]).returncode == 0:
            return program
    pytest.fail(
        "No engine runs containers here: neither docker nor podman answers. "
        "Install one (Debian, Ubuntu: sudo apt-get install podman buildah), then run ./souk test containers again."
    )


@pytest.fixture(scope="session", params=["order", "gateway"])
def image(request: pytest.FixtureRequest, engine: str) -> str:
    options = shlex.split(os.environ.get("IMAGE_OPTIONS", ""))

    assert images(load(ROOT / "souk.toml"), request.param, TAG, options) == 0

    return f"localhost/souk-{request.param}:{TAG}"


def told(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (the engine's own program)


def ran(engine: str, image: str, command: str) -> subprocess.CompletedProcess[str]:
    options = shlex.split(os.environ.get("RUN_OPTIONS", ""))
    return told([engine, "run", *options, *SAFE, "--entrypoint=sh", image, "-c", command])


def inspected(engine: str, image: str) -> dict[str, Any]:
    return json.loads(told([engine, "image", "inspect", image]).stdout)[0]


def test_it_says_its_version_and_commit_and_has_a_health_check(engine: str, image: str) -> None:
    config = inspected(engine, image)["Config"]

    assert config["Labels"]["org.opencontainers.image.version"]
    assert len(config["Labels"]["org.opencontainers.image.revision"]) == 40
    assert config["User"] == "10001:10001"


def test_it_runs_as_nobody_in_particular_and_writes_nowhere_but_in_tmp(engine: str, image: str) -> None:
    tried = "id -u; touch /app/x || echo refused; touch /etc/x || echo refused; touch /tmp/x && echo written"

    found = ran(engine, image, tried)

    assert found.stdout.split() == ["10001", "refused", "refused", "written"]


def test_nothing_can_be_built_or_installed_in_it(engine: str, image: str) -> None:
    found = ran(engine, image, "command -v gcc cc make pip npm git; python -m pip --version; echo looked")

    assert found.stdout == "looked\n"


def test_a_service_adds_less_than_its_share_to_its_base(engine: str, image: str) -> None:
    if "gateway" in image:
        pytest.skip("of services")
    base = inspected(engine, "docker.io/library/python:3.11-slim-bookworm")["Size"]

    assert (inspected(engine, image)["Size"] - base) / 1e6 <= BESIDE_BASE_MB
