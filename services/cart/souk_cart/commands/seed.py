"""`python -m souk_cart.commands.seed`: the promotions of data/, where there are none at all yet."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kit.data.database import Database
from kit.ids import uuid7
from kit.running.commands import run_command
from souk_cart.actions.seeding import bring
from souk_cart.app import promotions_in
from souk_cart.domain.promotions import KINDS, Promotion, Scope
from souk_cart.settings import Settings

DATA = Path(__file__).parent.parent / "data" / "promotions.toml"


def read_seed(file: Path = DATA) -> Sequence[Promotion]:
    return [_promotion(entry) for entry in tomllib.loads(file.read_text("utf-8"))["promotion"]]


def _promotion(entry: dict[str, Any]) -> Promotion:
    gives = dict(entry["gives"])
    return Promotion(
        id=uuid7(),
        name=entry["name"],
        code=entry.get("code"),
        effect=KINDS[gives.pop("kind")](**gives),
        scope=Scope(frozenset(entry.get("categories", ()))),
        minimum=entry.get("minimum", 0),
        limit_per_shopper=entry.get("limit_per_shopper"),
    )


async def _main(settings: Settings) -> None:
    async with Database(settings.database_url, size=1, name="souk_cart seed") as database:
        said = await bring(promotions_in(database), read_seed())
    print(f"cart: {said}")


if __name__ == "__main__":
    run_command(lambda: _main(Settings.read(os.environ)))
