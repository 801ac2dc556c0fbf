"""A copy of the tree with another souk.toml, for what a build has to know."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

LEFT_OUT = (".git", ".souk", ".venv", ".next", ".turbo", "node_modules", "dist", "__pycache__", "test-results")


@contextmanager
def copied_tree(root: Path, name: str, changed: Callable[[str], str]) -> Iterator[Path]:
    """Gone afterwards; `changed`: souk.toml from what it says here."""
    with tempfile.TemporaryDirectory(prefix=f"souk-{name}-") as folder:
        tree = Path(folder).resolve() / "tree"
        shutil.copytree(root, tree, symlinks=True, ignore=shutil.ignore_patterns(*LEFT_OUT))
        manifest = tree / "souk.toml"
        manifest.write_text(changed(manifest.read_text("utf-8")), "utf-8")
        # Turbo tells sources from the rest by git; without one it reads all packages' packages.
        for command in (["init", "--quiet"], ["add", "--all"]):
            subprocess.run(["git", "-C", str(tree), *command], check=True)
        yield tree
