"""What so many orders a minute need: python bench/capacity.py FOUND.json [--orders 100 1000 10000] [--busy 0.6]

FOUND.json is what `./souk bench --json` kept. Each order comes with so many visits as VISITS says. On paper: processors
of each tier at that share of their time. Checked by a simulation: visits come at random to so many processors, each
tier serves who came first, and the time that a checkout waits for processors is told.
"""

from __future__ import annotations

import argparse
import heapq
import itertools
import math
import random
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.figures import PARTS, Run, read

# For one order; of a hundred visitors two or three buy. Pages are nearly all from the gateway's copies.
VISITS: Final[Mapping[str, float]] = {
    "listing-cached": 60, "product-cached": 80, "listing-page": 1, "product-page": 2,
    "search": 20, "add": 3, "checkout": 1,
}  # fmt: skip
SIMULATED: Final = 100_000  # visits


@dataclass(frozen=True, slots=True)
class Costs:
    """`of`: visit → tier → milliseconds of processor time."""

    of: Mapping[str, Mapping[str, float]]

    @classmethod
    def of_run(cls, run: Run) -> Costs:
        return cls({each.key: {tier: each.cpu_ms.get(tier, 0.0) for tier in PARTS} for each in run.operations})

    def missing(self) -> list[str]:
        return [visit for visit in VISITS if visit not in self.of]

    def an_order(self) -> dict[str, float]:
        """Milliseconds of each tier, with all visits that come with it."""
        spent: dict[str, float] = {}
        for visit, times in VISITS.items():
            for tier, ms in self.of.get(visit, {}).items():
                spent[tier] = spent.get(tier, 0.0) + times * ms
        return spent


def processors(costs: Costs, orders_a_minute: float, busy: float) -> dict[str, int]:
    needed = {tier: ms / 1000 * orders_a_minute / 60 / busy for tier, ms in costs.an_order().items()}
    return {tier: max(1, math.ceil(count)) for tier, count in needed.items()}


def waits_ms(costs: Costs, orders_a_minute: float, of_tier: Mapping[str, int], visits: int = SIMULATED) -> list[float]:
    """How long each checkout waited for processors, in all tiers; sorted."""
    chance = random.Random(1)  # noqa: S311 (the same arrivals each time; no secret)
    free = {tier: [0.0] * count for tier, count in of_tier.items()}
    number = itertools.count()
    # When → who comes to which of their tiers then: the first that comes is the first that is served.
    coming = [
        (at, next(number), visit, list(costs.of.get(visit, {}).items()), 0.0)
        for at, visit in itertools.islice(_arrivals(chance, orders_a_minute), visits)
    ]
    waited: list[float] = []
    while coming:
        at, _, visit, tiers, wait = heapq.heappop(coming)
        if not tiers:
            if visit == "checkout":
                waited.append(wait * 1000)
            continue
        (tier, ms), *others = tiers
        begin = max(at, heapq.heappop(free[tier]))
        end = begin + (chance.expovariate(1000 / ms) if ms else 0.0)
        heapq.heappush(free[tier], end)
        heapq.heappush(coming, (end, next(number), visit, others, wait + begin - at))
    return sorted(waited)


def _arrivals(chance: random.Random, orders_a_minute: float) -> Iterator[tuple[float, str]]:
    kinds, weights = list(VISITS), list(VISITS.values())
    rate, at = sum(weights) * orders_a_minute / 60, 0.0
    while True:
        at += chance.expovariate(rate)
        yield at, chance.choices(kinds, weights)[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("found", type=Path)
    parser.add_argument("--orders", type=float, nargs="+", default=[100, 1000, 10000])
    parser.add_argument("--busy", type=float, default=0.6)
    asked = parser.parse_args()
    for run in read(asked.found).runs:
        costs = Costs.of_run(run)
        if missing := costs.missing():
            print(f"The bench did not visit {', '.join(missing)}: run ./souk bench without --only.", file=sys.stderr)
            return 1
        spent = ", ".join(f"{tier} {ms:.0f}" for tier, ms in costs.an_order().items())
        print(f"{run.products:,} products; all visits of one order, in ms: {spent}")
        for orders in asked.orders:
            print(_told(costs, orders, processors(costs, orders, asked.busy)))
    return 0


def _told(costs: Costs, orders: float, needed: Mapping[str, int]) -> str:
    waited = waits_ms(costs, orders, needed)
    p50, p99 = (waited[int(len(waited) * share)] for share in (0.5, 0.99))
    told = ", ".join(f"{tier} {count}" for tier, count in needed.items())
    return f"  {orders:g} orders a minute: {told}; a checkout waits {p50:.1f} ms, one of a hundred {p99:.1f} ms"


if __name__ == "__main__":
    sys.exit(main())
