"""What the keeper keeps: a part of the shop is one process that should run for as long as the shop does."""

from __future__ import annotations

import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from pathlib import Path


class Kind(IntEnum):
    """In the order in which they stop: who is asked goes after who asks."""

    GATEWAY = 1
    BOARD = 2
    ZONE = 3
    SERVICE = 4
    BROKER = 5
    MAIL = 6
    DATABASE = 7
    ARCHIVE = 8  # what the database wrote last, too


class State(StrEnum):
    WAITING = "waiting"
    STARTING = "starting"
    HEALTHY = "healthy"
    UNHEALTHY = "unhealthy"
    RESTARTING = "restarting"
    LEAVING = "leaving"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Program:
    """Another program, by its command; `before` is done in the keeper at each start of it."""

    command: Sequence[str]
    env: Mapping[str, str]
    folder: Path | None = None
    before: Callable[[], None] = field(default=lambda: None)


@dataclass(frozen=True, slots=True)
class Served:
    """Services of ours in one process; forked from the keeper, which has imported what they need.

    `module` has `serve(names, lifeline)`, and serves them.
    """

    names: Sequence[str]
    env: Mapping[str, str]
    module: str = "cli.keeper.serve"
    # What it is made of: where a file of these is newer than the keeper, a fork of the keeper would be of yesterday.
    sources: Sequence[Path] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """What instances are started from: another checkout, or else the shop's own."""

    source: Path | None = None


@dataclass(frozen=True, slots=True)
class Build:
    """Of a zone. An address answers from one build alone, because the gateway keeps pages by their build."""

    zone: str
    hash: str
    elsewhere: bool = False  # at any free port, the zone's own being another build's
    # After visitors are given another: one of their requests may wait at the gateway for a page that is being made
    # (proxy_cache_lock_timeout, 5 s), and ask only then.
    stays_s: float = 6.0


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    kind: Kind
    ports: Sequence[int]
    runs: Program | Served
    # Both are given the ports of one instance, which are the part's own where it shares none.
    is_ready: Callable[[Sequence[int]], bool]
    # By itself, whatever its neighbours do. Asked in a fork, each part in a thread of its own.
    is_alive: Callable[[Sequence[int]], bool]
    version: str = ""
    stop_signal: signal.Signals = signal.SIGTERM
    grace_s: float = 10.0
    patience_s: float = 60.0
    nice: int = 0
    # It answers as before, and yet does nothing more until it is started anew.
    gives_up_on_full_disk: bool = False
    replicas: int = 1
    # Instances are handed the sockets of its ports, and leave when they get SIGUSR2 (kit/running/draining.py).
    shares_address: bool = False
    build: Build | None = None
    # Before another version takes over, and after: each fails for a reason that it says.
    before_release: Callable[[Release], None] = field(default=lambda _: None)
    after_release: Callable[[Release], None] = field(default=lambda _: None)


def is_newer(part: Part, than: float) -> bool:
    """Whether a source of what it serves was written after that time."""
    sources = part.runs.sources if isinstance(part.runs, Served) else ()
    files = (file for source in sources for pattern in ("*.py", "*.sql") for file in source.rglob(pattern))
    return any(file.stat().st_mtime > than for file in files)


@dataclass(frozen=True, slots=True)
class Task:
    """Work that ends, done in a fork before what comes after it starts; it raises when it fails."""

    name: str
    title: str
    work: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Stage:
    """Parts that start at the same time; `meanwhile` is done in the keeper while they do."""

    parts: Sequence[Part] = ()
    tasks: Sequence[Task] = ()
    meanwhile: Callable[[], None] = field(default=lambda: None)
