"""Chromium for the browser stories: the machine's own, else Playwright's, else the system's packages.

Where the machine has only one with windows, and apt knows that without, it is unpacked into the project's tools.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from cli import commands
from cli.home import Home
from cli.node import Node
from cli.progress import Progress
from cli.refusals import Refusal
from local.files import put_in_place

# Without windows it tells the same stories in two thirds of the time, but for those that need a whole browser.
SHELL = "chromium-headless-shell"
SHELL_PACKAGES = (SHELL, "chromium-common")  # Debian's; of one version
WHOLE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_APPS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
BY_HAND = (
    "Install Chromium or Chrome (Debian: sudo apt-get install chromium chromium-headless-shell; Ubuntu: chromium; "
    "macOS: brew install --cask google-chrome), or name one with SOUK_CHROMIUM=/path/to/it."
)
DOWNLOAD_LIMIT_S = 120
NAMED = "SOUK_CHROMIUM"


@dataclass(frozen=True, slots=True)
class Browsers:
    """Paths. Without `quick` Playwright's own download is meant, which it finds by itself."""

    quick: str | None
    whole: str | None

    @property
    def environment(self) -> dict[str, str]:
        paths = {NAMED: self.quick, "SOUK_CHROMIUM_WHOLE": self.whole}
        return {name: path for name, path in paths.items() if path}


def find(home: Home) -> Browsers:
    """Those that start."""
    whole = _first(*WHOLE, *MAC_APPS)
    return Browsers(_first(SHELL, str(_unpacked(home) / "usr" / "lib" / "chromium" / SHELL)) or whole, whole)


def get(home: Home, progress: Progress) -> Browsers:
    found = find(home)
    if found.quick and (found.quick != found.whole or os.environ.get(NAMED)):
        return found
    if found.quick:
        with progress.step("Chromium without windows, for the browser stories") as step:
            step.note = "of the system's packages" if _unpacks_shell(home) else "none to be had; the machine's own does"
        return find(home)
    with progress.step("Chromium, for the browser stories") as step:
        if _playwright_downloads(home):
            step.note = "Playwright's download"
            return found
        if _packages_install(home) and (found := find(home)).quick:
            step.note = "the system's packages"
            return found
        raise Refusal("There is no Chromium here, and it could not be downloaded.", BY_HAND)


def _first(*names: str) -> str | None:
    candidates = [os.environ.get(NAMED), *map(shutil.which, names)]
    return next((path for path in candidates if path and _starts(path)), None)


def _starts(path: str) -> bool:
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _unpacked(home: Home) -> Path:
    return home.tools / SHELL


def _unpacks_shell(home: Home) -> bool:
    """It needs no right, and leaves the system as it is."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return False
    home.tools.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=home.tools) as folder:
        try:
            _does(["apt-get", "download", *SHELL_PACKAGES], folder)
            for package in Path(folder).glob("*.deb"):
                _does(["dpkg-deb", "--extract", str(package), "files"], folder)
        except (OSError, subprocess.SubprocessError):
            return False
        put_in_place(Path(folder) / "files", _unpacked(home))
    return True


def _does(command: list[str], folder: str) -> None:
    subprocess.run(command, cwd=folder, capture_output=True, timeout=DOWNLOAD_LIMIT_S, check=True)


def _playwright_downloads(home: Home) -> bool:
    node, e2e = Node(home), home.root / "e2e"
    command = [str(node.pnpm), "exec", "playwright", "install", "--only-shell", "chromium"]
    try:
        done = subprocess.run(command, cwd=e2e, env=node.env(), capture_output=True, timeout=DOWNLOAD_LIMIT_S)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _packages_install(home: Home) -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    log = home.log_of("chromium")
    apt = "apt-get"
    try:
        commands.run([apt, "update", "-qq"], what="apt-get update", fix=BY_HAND, log=log, env=env)
        wanted = ["install", "-y", "-qq", "--no-install-recommends", SHELL, "chromium", "fonts-liberation"]
        commands.run([apt, *wanted], what="apt-get install chromium", fix=BY_HAND, log=log, env=env)
    except Refusal:
        return False
    return True
