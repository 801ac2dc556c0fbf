"""Processor time of the shop's parts, from /proc: to the nanosecond where the kernel tells."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cli.status import memory_of

PROC = Path("/proc")
TICKS_S = os.sysconf("SC_CLK_TCK")
GROUPS: Sequence[str] = ("gateway", "zones", "services", "PostgreSQL", "NATS", "mail", "keeper")
GROUP_OF_KIND = {
    "gateway": "gateway",
    "zone": "zones",
    "service": "services",
    "database": "PostgreSQL",
    "broker": "NATS",
    "mail": "mail",  # what takes letters in, as a mail server would: shown, and in no sum
    "archive": "PostgreSQL",  # pg_receivewal, where a back-up is kept
    "board": "keeper",  # the page /souk: what the launcher brings for who looks
}


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by part of the shop."""

    seconds: Mapping[str, float]

    def since(self, before: Spent) -> Spent:
        return Spent({name: max(0.0, at - before.seconds.get(name, 0.0)) for name, at in self.seconds.items()})

    def without(self, idle: Spent, wall_s: float) -> Spent:
        """`idle`: what each part spends in a second when nobody is there."""
        return Spent({n: max(0.0, s - idle.seconds.get(n, 0.0) * wall_s) for n, s in self.seconds.items()})

    def per(self, amount: float) -> Spent:
        return Spent({name: seconds / amount for name, seconds in self.seconds.items()})

    @property
    def total(self) -> float:
        return sum(self.seconds.values())


@dataclass(frozen=True)
class Parts:
    """`pids`: part → its first process; all below it count with it. The keeper is the process above them all."""

    pids: Mapping[str, int]
    keeper: int

    def spent(self, but: Iterable[int] = ()) -> Spent:
        """`but`: processes that are the bench's own, such as the backends that answer its questions."""
        children = children_of_all()
        not_counted = set(but)
        seconds = {
            name: sum(seconds_of(each, reaped=each == pid) for each in tree(pid, children) if each not in not_counted)
            for name, pid in self.pids.items()
        }
        return Spent({**seconds, "keeper": seconds_of(self.keeper, reaped=False)})

    def memory_mb(self) -> dict[str, float]:
        """Each shared page by its share (PSS)."""
        sizes = {name: (memory_of(pid) or 0) / 1e6 for name, pid in self.pids.items()}
        return {**sizes, "keeper": max(0.0, (memory_of(self.keeper) or 0) / 1e6 - sum(sizes.values()))}


def children_of_all() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for entry in os.scandir(PROC):
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            found.setdefault(int(fields[1]), []).append(int(entry.name))
    return found


def tree(pid: int, children: Mapping[int, list[int]]) -> Iterator[int]:
    yield pid
    for child in children.get(pid, ()):
        yield from tree(child, children)


def seconds_of(pid: int, *, reaped: bool) -> float:
    """Of all its threads. `reaped`: with its children that have ended, such as PostgreSQL's backends."""
    fields = _stat(pid)
    if not fields:
        return 0.0
    user, system, children_user, children_system = (int(text) / TICKS_S for text in fields[11:15])
    # The exact clock forgets threads that have ended, the coarse one remembers them.
    own = max(user + system, _exact_seconds(pid))
    return own + (children_user + children_system if reaped else 0.0)


def _exact_seconds(pid: int) -> float:
    total = 0
    try:
        for thread in os.scandir(PROC / str(pid) / "task"):
            total += int((Path(thread.path) / "schedstat").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return 0.0
    return total / 1e9


def _stat(pid: int) -> list[str]:
    """From the state on: what comes before may hold spaces. Empty once the process is gone."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
