"""`python -m souk_cart.commands.seed`: the promotions of data/, where there are none at all yet."""

from __future__ import annotations

import asyncio
import os
import tomllib
from collections.abc import Sequence
from pathlib import Path

from kit.data.database import Database
from kit.ids import uuid7
from souk_cart.domain.promotions import Promotion
from souk_cart.ports import PromotionStore
from souk_cart.schemas.promotions import PromotionBody
from souk_cart.settings import Settings
from souk_cart.storage.promotions import PostgresPromotions

DATA = Path(__file__).parent.parent / "data" / "promotions.toml"


def read_seed(file: Path = DATA) -> Sequence[Promotion]:
    entries = tomllib.loads(file.read_text("utf-8"))["promotion"]
    return [PromotionBody.model_validate(entry).to_promotion(uuid7(), 1) for entry in entries]


async def seed(promotions: PromotionStore) -> str:
    """Says what it did; what an editor changed or paused stays so."""
    seeded = read_seed()
    async with promotions.transaction() as kept:
        if await kept.list_promotions(None, 1):
            return "its promotions are there already"
        for promotion in seeded:
            await kept.add(promotion)
    return f"{len(seeded)} promotions"


async def _main(settings: Settings) -> None:
    async with Database(settings.database_url, size=1, name="souk_cart seed") as database:
        said = await seed(PostgresPromotions(database))
    print(f"cart: {said}")


if __name__ == "__main__":
    asyncio.run(_main(Settings.read(os.environ)))
