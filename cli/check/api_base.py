"""The commit that API documents are compared with."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BASE = "SOUK_CHECK_BASE"  # names another one, such as a release
DOCUMENTS = "contracts/openapi"


@dataclass(frozen=True, slots=True)
class Base:
    commit: str
    why: str


def base_of(root: Path) -> Base:
    """The first that says anything: nothing is learned from comparing a commit with itself."""
    if named := os.environ.get(BASE):
        return Base(named, BASE)
    head = git(root, "rev-parse", "HEAD")
    return next((base for base in _choices(root) if base.commit and base.commit != head), Base("HEAD", "nothing older"))


def _choices(root: Path) -> Iterator[Base]:
    branch = git(root, "symbolic-ref", "--short", "refs/remotes/origin/HEAD") or "origin/main"
    yield Base(git(root, "merge-base", "HEAD", branch), f"where this branch left {branch}")
    tag = git(root, "describe", "--tags", "--abbrev=0", "--match", "v[0-9]*", "HEAD^")
    yield Base(tag, "the last release")
    if git(root, "status", "--porcelain", "--", DOCUMENTS):
        return
    changed = git(root, "log", "-1", "--format=%H", "--", DOCUMENTS)
    before = git(root, "rev-parse", "--verify", "--quiet", f"{changed}^") if changed else ""
    yield Base(before, "before the last commit that changed an API")


def git(root: Path, *arguments: str) -> str:
    """Empty where git has no answer: outside a repository, or in a clone without the commit."""
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""
