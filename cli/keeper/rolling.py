"""How far one version of a part has taken over from another."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import StrEnum

from cli.keeper.children import Child
from cli.keeper.parts import Release
from cli.keeper.work import Work


class Phase(StrEnum):
    BEFORE = "before"  # what the new version needs of the tables
    REPLACING = "replacing"
    AFTER = "after"  # what nobody needs any more


@dataclass(slots=True)
class Rolling:
    release: Release | None
    phase: Phase
    waiting: deque[Child]
    successor: Child | None = None
    leaving: Child | None = None
    work: Work | None = None
