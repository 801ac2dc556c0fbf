"""What parts, their images and their secrets are called in containers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cli.manifest import System

WEB = "/srv/web"  # the volume that releases of the web are published to
GATEWAY, TOOLS = "gateway", "tools"
# A name that stands for the addresses of all of them.
EACH_GATEWAY = "gateway-each"


@dataclass(frozen=True, slots=True)
class Image:
    name: str
    dockerfile: Path
    project: Path  # where its version stands


def images_of(system: System) -> list[Image]:
    services = [
        _image(name, service.folder, "pyproject.toml" if service.has_kit else "package.json")
        for name, service in system.services.items()
    ]
    mfes = [_image(host_of_mfe(name), mfe.sources, "package.json") for name, mfe in system.mfes.items()]
    gateway = Image(f"souk-{GATEWAY}", Path("deploy/gateway/Dockerfile"), Path("cli/pyproject.toml"))
    tools = Image(f"souk-{TOOLS}", Path("deploy/tools/Dockerfile"), Path("cli/pyproject.toml"))
    return [*services, *mfes, gateway, tools]


def host_of_mfe(name: str) -> str:
    """A service and an MFE may have the same name."""
    return f"mfe-{name}"


def secret_variable(service: str, what: str) -> str:
    return f"SOUK_{service.upper()}_{what.upper()}"


def _image(part: str, folder: Path, project: str) -> Image:
    return Image(f"souk-{part}", folder / "Dockerfile", folder / project)
