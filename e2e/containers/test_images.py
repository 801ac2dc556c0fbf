"""`./souk test containers`: images as they are built here, read from what runs. Needs a builder and an engine.

IMAGE_OPTIONS holds what the builder needs on this machine (`--volume=/etc/pip.conf:/etc/pip.conf:ro`), and
RUN_OPTIONS what the engine does (`--runtime=runc`). SOUK_TAG names images that are built already.
"""

from __future__ import annotations

import os
import shlex
import subprocess

import pytest

from e2e.containers.conftest import SYSTEM, inspected, told

SAFE = ("--rm", "--read-only", "--tmpfs=/tmp", "--cap-drop=ALL", "--security-opt=no-new-privileges")
# What an image may add to the one that it begins with. Of services the floor is 60 MB; what reads pictures and keeps
# buckets adds 32 to 39 to that, and invoices in every script 41.
PYTHON, NODE = "docker.io/library/python:3.11-slim-bookworm", "docker.io/library/node:24-bookworm-slim"
BESIDE_BASE_MB = {PYTHON: 105, NODE: 60}


def ran(engine: str, image: str, command: str) -> subprocess.CompletedProcess[str]:
    options = shlex.split(os.environ.get("RUN_OPTIONS", ""))
    return told([engine, "run", *options, *SAFE, "--entrypoint=sh", image, "-c", command])


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


def test_it_adds_less_than_its_share_to_its_base(engine: str, image: str) -> None:
    part = image.partition("souk-")[2].partition(":")[0]
    if part in ("gateway", "tools"):
        pytest.skip("of services and micro frontends")
    base = NODE if part.removeprefix("mfe-") in SYSTEM.mfes and part.startswith("mfe-") else PYTHON

    added = (inspected(engine, image)["Size"] - inspected(engine, base)["Size"]) / 1e6

    print(f"{part} adds {added:.0f} MB")
    assert added <= BESIDE_BASE_MB[base]
