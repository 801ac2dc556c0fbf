"""Visitors without a second try who read pages and buy, over and over, until the street is closed."""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.client import Unanswered
from bench.visitors import Place, Visitor, WrongAnswer
from bench.visits import check_out, home_page, list_products, listing_page, product_page, show_product

READS = (list_products, show_product, home_page, listing_page, product_page, list_products, show_product)


@dataclass
class Seen:
    requests: int = 0
    orders: int = 0
    failures: Counter[str] = field(default_factory=Counter[str])
    began: float = field(default_factory=time.monotonic)

    @property
    def a_second(self) -> float:
        return self.requests / (time.monotonic() - self.began)


@dataclass
class Street:
    """`pause_s`: what a visitor lets pass before the next visit."""

    place: Place
    coming: Iterator[str]
    pause_s: float = 0.0
    seen: Seen = field(default_factory=Seen)
    closed: bool = False

    async def walk(self, number: int) -> None:
        visitor = Visitor(self.place, random.Random(number), past_gateway=False)  # noqa: S311 (no secret)
        for turn in itertools.count():
            if self.closed:
                break
            try:
                await self._visit(visitor, turn)
            except (Unanswered, WrongAnswer, OSError, KeyError, ValueError) as error:
                self.seen.failures[f"{type(error).__name__}: {error}"] += 1
            self.seen.requests, visitor.requests = self.seen.requests + visitor.requests, 0
            await asyncio.sleep(self.pause_s)
        visitor.leave()

    async def _visit(self, visitor: Visitor, turn: int) -> None:
        visitor.new_face(next(self.coming)) if turn % 3 == 0 else None
        for read in visitor.chance.sample(READS, 5):
            await read(visitor)
        if turn % 3 == 0:
            await check_out(visitor)
            self.seen.orders += 1
