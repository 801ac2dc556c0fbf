"""An image of a micro frontend as its release sees it: the files in it, and the program that publishes them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from cli.home import ROOT, Home
from cli.node import Node
from cli.tests.release_rig import a_remote

PROGRAM = ROOT / "deploy/containers/publish.mjs"


def an_image(folder: Path, says: str, name: str = "cart") -> Path:
    """What lies in /release of it: chunks named by their contents, and the files that name them."""
    release = folder / f"{name} {says}"
    a_remote(release, name, says)
    (release / "mfe").rename(release / "kept")
    (release / "built" / name / says / "mfe").rename(release / name)
    (release / "mfe").mkdir()
    (release / name).rename(release / "mfe" / name)
    (release / "mfe" / name / f"chunk.{says}.js").write_text(says)
    chunk = release / "zones" / name / "static" / f"page-{says}.js"
    chunk.parent.mkdir(parents=True)
    chunk.write_text(says)
    return release


def publish(release: Path, volume: Path, name: str = "cart") -> dict[str, Any]:
    node = Node(Home(ROOT / ".souk", ROOT)).program
    env = {**os.environ, "MFE": name, "TEAM": "checkout", "VERSION": "0.1.0"}
    subprocess.run([node, PROGRAM, release, volume], env=env, check=True, capture_output=True)
    return json.loads((volume / "remotes.json").read_text())
