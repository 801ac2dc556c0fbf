"""Images as they are built here, and who builds and runs them."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import pytest

from cli.containers.images import images
from cli.containers.names import images_of
from cli.home import ROOT
from cli.manifest import load
from e2e.containers.composed import Shop, opened

# Names images that are built already (SOUK_TAG=1.4.0): building all of them takes some twenty minutes.
BUILT = os.environ.get("SOUK_TAG", "")
TAG = BUILT or "test"
SYSTEM = load(ROOT / "souk.toml")
NAMES = [image.name for image in images_of(SYSTEM)]


def told(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (the engine's own program)


def inspected(engine: str, image: str) -> dict[str, Any]:
    return json.loads(told([engine, "image", "inspect", image]).stdout)[0]


@cache
def built(engine: str, name: str) -> str:
    image = f"localhost/{name}:{TAG}"
    if BUILT:
        if told([engine, "image", "inspect", image]).returncode:
            pytest.fail(f"SOUK_TAG names images that are built, and {image} is not: ./souk images --tag {TAG}")
        return image
    options = shlex.split(os.environ.get("IMAGE_OPTIONS", ""))
    assert images(SYSTEM, name, TAG, options) == 0
    return image


@pytest.fixture(scope="session")
def engine() -> str:
    for program in ("docker", "podman"):
        if shutil.which(program) and told([program, "info"]).returncode == 0:
            return program
    pytest.fail(
        "No engine runs containers here: neither docker nor podman answers. "
        "Install one (Debian, Ubuntu: sudo apt-get install podman buildah), then run ./souk test containers again."
    )


@pytest.fixture(scope="session")
def compose(engine: str) -> Sequence[str]:
    """As it is typed."""
    if engine == "docker" and told(["docker", "compose", "version"]).returncode == 0:
        return ("docker", "compose")
    if found := shutil.which("podman-compose"):
        return (found,)
    pytest.fail(
        "Nothing reads compose.yaml here: docker has no compose plugin, and there is no podman-compose. "
        "Install one (python3 -m pip install podman-compose), then run ./souk test containers again."
    )


@pytest.fixture(scope="session", params=NAMES)
def image(request: pytest.FixtureRequest, engine: str) -> str:
    """Each in turn; IMAGE_OPTIONS holds what the builder needs on this machine."""
    return built(engine, request.param)


@pytest.fixture(scope="session")
def shop(engine: str, compose: Sequence[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    for name in NAMES:
        built(engine, name)
    with opened(engine, compose, tmp_path_factory.mktemp("compose"), TAG) as shop:
        yield shop
