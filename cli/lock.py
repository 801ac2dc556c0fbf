"""./souk lock: the versions and hashes of all Python packages, chosen anew from the pyproject files."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from cli import commands
from cli.home import Home
from cli.progress import Progress


def lock(home: Home) -> int:
    projects = projects_in(home.root)
    with Progress() as progress, progress.step("requirements.lock"):
        commands.run(
            lock_command(projects),
            what="Locking",
            fix="Two packages may want different versions of a third: see above.",
            log=home.log_of("lock"),
            folder=home.root,
        )
    return 0


def projects_in(root: Path) -> list[Path]:
    folders = (".", "kit", "contracts", "local", "testkit", "cli", "services/*")
    return [file.relative_to(root) for place in folders for file in sorted(root.glob(f"{place}/pyproject.toml"))]


def lock_command(projects: list[Path]) -> list[str]:
    """Our own packages are left out: they are folders, and a path has no hash."""
    own = [name for file in projects for name in ("--no-emit-package", _name_of(file))]
    uv = Path(sys.executable).parent / "uv"
    return [
        str(uv), "pip", "compile", *map(str, projects), "--group", "dev", "--universal",
        "--python-version", "3.11", "--generate-hashes", "--no-header", *own,
        "--no-emit-index-url", "--no-emit-find-links", "-q", "-o", "requirements.lock",
    ]  # fmt: skip


def _name_of(project: Path) -> str:
    return tomllib.loads(project.read_text("utf-8"))["project"]["name"]
