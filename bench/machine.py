"""Was the machine quiet enough to trust the figures?"""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.processor import TICKS_S
from local import interpreter

# Of all processor time: what others took, and what the hypervisor gave to others.
MOST_OTHERS, MOST_STEAL = 0.10, 0.05
# A hello-world that costs now this much more than then: so unequal are the minutes that are compared.
MOST_SPREAD = 0.25


@dataclass(frozen=True, slots=True)
class Clock:
    """Of the whole machine, in seconds of its processors."""

    busy_s: float
    steal_s: float
    all_s: float

    @classmethod
    def now(cls) -> Clock:
        first = Path("/proc/stat").read_text().splitlines()[0].split()[1:9]
        user, nice, system, idle, waiting, irq, softirq, steal = (int(text) / TICKS_S for text in first)
        busy = user + nice + system + irq + softirq
        return cls(busy, steal, busy + steal + idle + waiting)

    def since(self, before: Clock) -> Clock:
        return Clock(self.busy_s - before.busy_s, self.steal_s - before.steal_s, self.all_s - before.all_s)


@dataclass
class Disturbance:
    """Who else used the machine while something was measured, and how unequal its minutes were."""

    hello_ms: list[float] = field(default_factory=list[float])
    _passed: Clock = field(default_factory=lambda: Clock(0, 0, 0))
    _ours_s: float = 0.0

    def add(self, passed: Clock, ours_s: float) -> None:
        """`ours_s`: processor time of the shop and of the load program meanwhile."""
        total = self._passed
        self._passed = Clock(total.busy_s + passed.busy_s, total.steal_s + passed.steal_s, total.all_s + passed.all_s)
        self._ours_s += ours_s

    @property
    def others(self) -> float:
        """Their share of all processor time."""
        return max(0.0, self._passed.busy_s - self._ours_s) / self._passed.all_s if self._passed.all_s else 0.0

    @property
    def steal(self) -> float:
        return self._passed.steal_s / self._passed.all_s if self._passed.all_s else 0.0

    @property
    def spread(self) -> float:
        if len(self.hello_ms) < 2:
            return 0.0
        return (max(self.hello_ms) - min(self.hello_ms)) / median(self.hello_ms)

    def reasons(self) -> list[str]:
        found: list[str] = []
        if self.others > MOST_OTHERS:
            found.append(f"others took {self.others:.0%} of the processors (at most {MOST_OTHERS:.0%} is quiet)")
        if self.steal > MOST_STEAL:
            found.append(f"the hypervisor stole {self.steal:.0%} of them (at most {MOST_STEAL:.0%})")
        if self.spread > MOST_SPREAD:
            found.append(f"hello-world's processor time spread by {self.spread:.0%} (at most {MOST_SPREAD:.0%})")
        return found


def described() -> str:
    return f"{os.cpu_count()} processors, {_processor()}, Linux {platform.release()}, {interpreter.described()}"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
