"""A copy of the tree whose souk.toml names other origins: a build knows from where its files will be fetched."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.programs import free_port

# Chromium leads every name below localhost to this machine, and each of them is another site.
ASSETS, SELLER, PICTURES = "assets", "seller", "pictures"
LEFT_OUT = (".git", ".souk", ".venv", ".next", ".turbo", "node_modules", "dist", "__pycache__", "test-results")
OWN_TABLES = re.compile(r"(?ms)^\[(?:assets|portals|pictures)\]$.*?(?=^\[|\Z)")


@contextmanager
def tree_with_other_origins(root: Path) -> Iterator[tuple[Path, str]]:
    """Gives it, and the origins as JSON: by name, each with a port of its own."""
    origins = {name: f"http://{name}.localhost:{free_port()}" for name in (ASSETS, SELLER, PICTURES)}
    with tempfile.TemporaryDirectory(prefix="souk-origins-") as folder:
        tree = Path(folder).resolve() / "tree"
        shutil.copytree(root, tree, symlinks=True, ignore=shutil.ignore_patterns(*LEFT_OUT))
        manifest = tree / "souk.toml"
        manifest.write_text(OWN_TABLES.sub("", manifest.read_text("utf-8")) + _tables(origins), "utf-8")
        # Turbo tells sources from the rest by git; without one it reads all packages' packages.
        for command in (["init", "--quiet"], ["add", "--all"]):
            subprocess.run(["git", "-C", str(tree), *command], check=True)
        yield tree, json.dumps(origins)


def _tables(origins: dict[str, str]) -> str:
    return (
        f'\n[assets]\norigin = "{origins[ASSETS]}"\n'
        f'\n[portals]\nseller = "{origins[SELLER]}"\n'
        f'\n[pictures]\nhosts = ["{origins[PICTURES]}"]\n'
    )
