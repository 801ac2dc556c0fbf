"""Images as they are built here, and who builds and runs them."""

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
from cli.containers.names import images_of
from cli.home import ROOT
from cli.manifest import load

# Names images that are built already (SOUK_TAG=1.4.0): building all of them takes some twenty minutes.
BUILT = os.environ.get("SOUK_TAG", "")
TAG = BUILT or "test"
SYSTEM = load(ROOT / "souk.toml")
NAMES = [image.name for image in images_of(SYSTEM)]


def told(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (the engine's own program)


def inspected(engine: str, image: str) -> dict[str, Any]:
    return json.loads(told([engine, "image", "inspect", image]).stdout)[0]


@pytest.fixture(scope="session")
def engine() -> str:
    for program in ("docker", "podman"):
        if shutil.which(program) and told([program, "info"]).returncode == 0:
            return program
    pytest.fail(
        "No engine runs containers here: neither docker nor podman answers. "
        "Install one (Debian, Ubuntu: sudo apt-get install podman buildah), then run ./souk test containers again."
    )


@pytest.fixture(scope="session", params=NAMES)
def image(request: pytest.FixtureRequest, engine: str) -> str:
    """Each in turn; IMAGE_OPTIONS holds what the builder needs on this machine."""
    options = shlex.split(os.environ.get("IMAGE_OPTIONS", ""))
    if not BUILT:
        assert images(SYSTEM, request.param, TAG, options) == 0
    return f"localhost/{request.param}:{TAG}"
