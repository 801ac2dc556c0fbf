"""./souk images: builds the images of all parts, or of one, with the builder that this machine has."""

from __future__ import annotations

import json
import shutil
import subprocess
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from cli.containers.names import Image, images_of
from cli.home import ROOT
from cli.manifest import System
from cli.refusals import Refusal
from cli.terminal import console

# Docker's format keeps health checks, which OCI's has no place for.
BUILDERS: Mapping[str, tuple[str, ...]] = {
    "docker": ("docker", "build"),
    "buildah": ("buildah", "build", "--format", "docker", "--layers"),  # what did not change is not built again
    "podman": ("podman", "build", "--format", "docker"),
}


def images(system: System, part: str | None, tag: str, options: Sequence[str], push_to: str = "") -> int:
    """`options` go to the builder as they are; each failure ends it with that builder's code."""
    builder = builder_here()
    chosen = _chosen(system, part)
    for image in chosen:
        console.rule(f"[bold]{image.name}[/]", align="left")
        commands = [[*builder, *build_options(image, tag), *options, str(system.root)]]
        if push_to:
            here, there = f"localhost/{image.name}:{tag}", f"{push_to.rstrip('/')}/{image.name}:{tag}"
            commands += [[builder[0], "tag", here, there], [builder[0], "push", there]]
        for command in commands:
            if code := subprocess.run(command, check=False).returncode:
                return code
    console.print(f"Built with {builder[0]}: {', '.join(f'localhost/{image.name}:{tag}' for image in chosen)}")
    return 0


def builder_here() -> tuple[str, ...]:
    for program, command in BUILDERS.items():
        if shutil.which(program) and _works(program):
            return command
    raise Refusal(
        "There is no program here that builds images: neither docker, buildah nor podman answers.",
        "Install one (Debian, Ubuntu: sudo apt-get install buildah) or start Docker, then run ./souk images again.",
    )


def build_options(image: Image, tag: str) -> list[str]:
    return [
        *("--file", str(ROOT / image.dockerfile), "--tag", f"localhost/{image.name}:{tag}"),
        *("--build-arg", f"VERSION={version_in(ROOT / image.project)}", "--build-arg", f"COMMIT={_commit()}"),
    ]


def version_in(project: Path) -> str:
    text = project.read_text("utf-8")
    return json.loads(text)["version"] if project.suffix == ".json" else tomllib.loads(text)["project"]["version"]


def _chosen(system: System, part: str | None) -> list[Image]:
    everything = images_of(system)
    chosen = [image for image in everything if part in (None, image.name, image.name.removeprefix("souk-"))]
    if not chosen:
        names = ", ".join(image.name.removeprefix("souk-") for image in everything)
        raise Refusal(f"No part has an image called {part}.", f"Name one of: {names}.")
    return chosen


def _works(program: str) -> bool:
    """Docker's command may be there without the engine that it asks."""
    asked = subprocess.run([program, "info"], capture_output=True, check=False)
    return asked.returncode == 0


def _commit() -> str:
    asked = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return asked.stdout.strip() or "unknown"
