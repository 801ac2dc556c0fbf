"""Which worker runs which test next."""

from __future__ import annotations

from collections import deque
from itertools import pairwise


class Plan:
    """Each has a stretch of neighbours, so that what a module's tests share is made once.

    Who is through takes half of the longest.
    """

    def __init__(self, tests: int, workers: int) -> None:
        ends = [tests * worker // workers for worker in range(workers + 1)]
        self._stretches = [deque(range(*stretch)) for stretch in pairwise(ends)]

    def next_for(self, worker: int) -> int | None:
        own = self._stretches[worker]
        if not own:
            longest = max(self._stretches, key=len)
            for _ in range((len(longest) + 1) // 2):
                own.appendleft(longest.pop())
        return own.popleft() if own else None

    def give_back(self, worker: int, test: int) -> None:
        self._stretches[worker].appendleft(test)
