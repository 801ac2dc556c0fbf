"""Running a program without root's powers, when we are root."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

from kit.errors import Kind, SoukError

NOBODY = 65534


class FolderClosed(SoukError):
    code = "folder-closed"
    kind = Kind.FORBIDDEN


def prefix() -> list[str]:
    """What comes before the command; nothing, unless we are root."""
    if os.geteuid() != 0:
        return []
    if within := namespace_prefix():
        return within
    # Changing the user forgets the parent-death signal, so it is asked for again.
    drop = ["--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups", "--pdeathsig", "SIGINT"]
    return [_tool("setpriv"), *drop]


def namespace_prefix() -> list[str]:
    """Files stay root's, and folders that only root may enter stay usable. Empty where namespaces are refused."""
    if os.geteuid() != 0 or not _may_have_namespaces():
        return []
    return [_tool("unshare"), "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"]


def closed_parent(path: Path) -> Path | None:
    """The first folder above that nobody's programs cannot pass through."""
    for parent in reversed(path.resolve().parents):
        mode = parent.stat()
        if not (mode.st_mode & 0o001 or (mode.st_uid == NOBODY and mode.st_mode & 0o100)):
            return parent
    return None


def hand_over(path: Path) -> None:
    """The program's user must own what it writes; needed only where the user is really changed."""
    if os.geteuid() != 0 or _may_have_namespaces():
        return
    _refuse_closed_parents(path)
    for each in (path, *path.rglob("*")):
        os.chown(each, NOBODY, NOBODY, follow_symlinks=False)


def _refuse_closed_parents(path: Path) -> None:
    if parent := closed_parent(path):
        raise FolderClosed(
            cause=f"PostgreSQL refuses to run as root, and the user it runs as cannot enter {parent}.",
            fix=f"Run ./souk as an ordinary user, or let others pass through: chmod o+x {parent}",
            facts={"folder": str(parent)},
        )


@lru_cache(1)
def _may_have_namespaces() -> bool:
    tool = shutil.which("unshare")
    if tool is None:
        return False
    tried = [tool, "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "true"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0  # noqa: S603


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise FolderClosed(
            cause=f"PostgreSQL refuses to run as root, and {name} is not here to start it as somebody else.",
            fix="Run ./souk as an ordinary user.",
        )
    return found
