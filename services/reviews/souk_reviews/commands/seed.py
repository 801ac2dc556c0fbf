"""`python -m souk_reviews.commands.seed`: reviews of data/reviews.toml, of each product once and never again."""

from __future__ import annotations

import os
import random
import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kit.clock import SystemClock
from kit.data.database import Database
from kit.running.commands import run_command
from souk_reviews.actions.deps import Deps
from souk_reviews.actions.seeding import SeededReview, bring
from souk_reviews.app import wired
from souk_reviews.domain.reviews import Opinion
from souk_reviews.settings import Settings

DATA = Path(__file__).parent.parent / "data" / "reviews.toml"
OLDEST_DAYS = 330
FEW_STARS = 3
CRITICS = (0.3, 1.0, 1.5, 5.0)


def read_seed(file: Path, now: datetime) -> dict[str, list[SeededReview]]:
    """By product."""
    said = tomllib.loads(file.read_text("utf-8"))
    return {
        handle: _of_product(handle, kind["reviews"], said["names"], now)
        for kind in said["kind"]
        for handle in kind["handles"]
        if handle not in said["few"]
    }


def _of_product(handle: str, texts: Sequence[Any], names: Sequence[str], now: datetime) -> list[SeededReview]:
    chance = random.Random(handle)  # noqa: S311 - the same shop every time
    # Some products are liked less than others: how much more or less often their critics are drawn.
    critics = chance.choice(CRITICS)
    drawn = sorted(
        texts, key=lambda text: chance.random() ** (1 / (critics if text[0] <= FEW_STARS else 1)), reverse=True
    )
    chosen = drawn[: chance.randint(3, min(9, len(texts)))]
    writers = chance.sample(names, len(chosen))
    days = sorted((chance.uniform(2, OLDEST_DAYS) for _ in chosen), reverse=True)
    return [
        SeededReview(Opinion(stars, title, body, name), now - timedelta(days=ago), int(chance.expovariate(0.35)))
        for (stars, title, body), name, ago in zip(chosen, writers, days, strict=True)
    ]


async def seed(deps: Deps, reviews: Mapping[str, Sequence[SeededReview]]) -> str:
    """Says what it did."""
    brought = [len(seeded) for handle, seeded in reviews.items() if await bring(deps, handle, seeded)]
    return f"{sum(brought)} reviews of {len(brought)} products" if brought else "all of it is there already"


async def _main(settings: Settings) -> None:
    clock = SystemClock()
    async with Database(settings.database_url, size=1, name="souk_reviews seed") as database:
        said = await seed(wired(settings, database, clock), read_seed(DATA, clock.now()))
    print(f"reviews: {said}")


if __name__ == "__main__":
    run_command(lambda: _main(Settings.read(os.environ)))
