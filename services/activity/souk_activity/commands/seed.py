"""`python -m souk_activity.commands.seed`: hints of data/hints.toml, brought once and never again."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from kit.clock import SystemClock
from kit.data.database import Database
from kit.running.commands import run_command
from souk_activity.actions.seeding import Seed, bring
from souk_activity.app import wired
from souk_activity.settings import Settings

DATA = Path(__file__).parent.parent / "data" / "hints.toml"


def read_seed(file: Path) -> Seed:
    said = tomllib.loads(file.read_text("utf-8"))
    return Seed(said["together"], said["popular"])


async def _main(settings: Settings) -> None:
    async with Database(settings.database_url, size=1, name="souk_activity seed") as database:
        seed = read_seed(DATA)
        brought = await bring(wired(settings, database, SystemClock()), seed)
    told = f"hints of {len(seed.together)} sets of products" if brought else "all of it is there already"
    print(f"activity: {told}")


if __name__ == "__main__":
    run_command(lambda: _main(Settings.read(os.environ)))
