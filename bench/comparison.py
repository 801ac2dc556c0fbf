"""What got worse: counts by themselves, processor time by what a hello-world cost in the same minute."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.figures import Figures, Report, Run

# Counts hardly vary, processor time does: so much more is worse.
COUNTS_MORE, CPU_MORE = 1.03, 1.15
# Below this a difference is noise.
LEAST = {"statements": 0.2, "commits": 0.1, "wal_kb": 0.3, "cpu": 0.02}


@dataclass(frozen=True, slots=True)
class Change:
    run: str
    operation: str
    what: str
    before: float
    now: float

    def __str__(self) -> str:
        return f"{self.operation} ({self.run}): {self.what} {self.before:.3g} → {self.now:.3g}"


def worse_than(before: Report, now: Report) -> list[Change]:
    return [
        change
        for old_run, new_run in pairs(before, now)
        for new in new_run.operations
        if (old := old_run.find(new.key))
        for change in _worse(new_run.name, old, new)
    ]


def pairs(before: Report, now: Report) -> Sequence[tuple[Run, Run]]:
    """Those of the same size and shape."""
    old = {(run.shape, run.products): run for run in before.runs}
    return [(old[key], run) for run in now.runs if (key := (run.shape, run.products)) in old]


def expected_ms(old: Figures, new: Figures) -> float:
    """What the old version would cost in this minute: the machine is as fast as its hello-world."""
    return old.total_ms * (new.hello_ms / old.hello_ms if old.hello_ms else 1.0)


def _worse(run: str, old: Figures, new: Figures) -> Iterator[Change]:
    expected = expected_ms(old, new)
    if new.total_ms > expected * CPU_MORE and new.total_ms - expected > LEAST["cpu"]:
        yield Change(run, new.key, "ms of processor time, by the machine's speed then and now", expected, new.total_ms)
    counts = (
        ("statements", old.statements, new.statements),
        ("commits", old.commits, new.commits),
        ("wal_kb", old.wal_kb - old.wal_images_kb, new.wal_kb - new.wal_images_kb),
    )
    for what, was, now in counts:
        if now > was * COUNTS_MORE and now - was > LEAST[what]:
            yield Change(run, new.key, what, was, now)
    if new.failed > old.failed:
        yield Change(run, new.key, "failed", old.failed, new.failed)
