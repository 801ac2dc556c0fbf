"""How a service's command ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ASKS_NOBODY = """
from kit.data.database import Database, PostgresStore
from kit.running.commands import run_command

async def main():
    async with Database("postgresql://nobody:nothing@127.0.0.1:1/nowhere", size=1) as database:
        await PostgresStore(database).fetchval("select 1")

run_command(main)
"""


def test_a_command_that_cannot_reach_its_database_says_cause_and_fix_and_ends_with_1() -> None:
    done = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-c", ASKS_NOBODY], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    cause, *fix = done.stderr.strip().splitlines()
    assert cause.startswith("The database cannot be used right now")
    assert fix
    assert "Traceback" not in done.stderr
