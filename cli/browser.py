"""A Chromium for the browser stories: the machine's own, else Playwright's, else the system's package."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from cli import commands
from cli.home import Home
from cli.node import Node
from cli.progress import Progress
from cli.refusals import Refusal

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_APPS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
BY_HAND = (
    "Install Chromium or Chrome (Debian, Ubuntu: sudo apt-get install chromium; macOS: brew install --cask "
    "google-chrome), or name one with SOUK_CHROMIUM=/path/to/it."
)
DOWNLOAD_LIMIT_S = 120


def find() -> str | None:
    """The path of a browser that starts."""
    named = [os.environ.get("SOUK_CHROMIUM", ""), *(shutil.which(name) or "" for name in NAMES), *MAC_APPS]
    return next((path for path in named if path and _starts(path)), None)


def get(home: Home, progress: Progress) -> str | None:
    """None stands for Playwright's own download, which it finds by itself."""
    if found := find():
        return found
    with progress.step("Chromium, for the browser stories") as step:
        if _playwright_downloads(home):
            step.note = "Playwright's download"
            return None
        if _package_installs(home) and (found := find()):
            step.note = "the system's package"
            return found
        raise Refusal("There is no Chromium here, and it could not be downloaded.", BY_HAND)


def _starts(path: str) -> bool:
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _playwright_downloads(home: Home) -> bool:
    node, e2e = Node(home), home.root / "e2e"
    command = [str(node.pnpm), "exec", "playwright", "install", "--only-shell", "chromium"]
    try:
        done = subprocess.run(command, cwd=e2e, env=node.env(), capture_output=True, timeout=DOWNLOAD_LIMIT_S)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _package_installs(home: Home) -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    log = home.log_of("chromium")
    apt = "apt-get"
    try:
        commands.run([apt, "update", "-qq"], what="apt-get update", fix=BY_HAND, log=log, env=env)
        wanted = ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-liberation"]
        commands.run([apt, *wanted], what="apt-get install chromium", fix=BY_HAND, log=log, env=env)
    except Refusal:
        return False
    return Path(shutil.which("chromium") or "/nowhere").exists()
