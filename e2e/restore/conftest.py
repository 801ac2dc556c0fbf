"""A shop with a folder of back-ups, and shoppers who buy from it meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cli import running
from cli.claimed_ports import claimed_offset
from cli.home import Home
from e2e.python.place import Place

FIRST_OFFSET = 22000
BUYERS = 3
PATIENCE_S = 240


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Place]:
    home = Home(tmp_path / "lost")
    backups = tmp_path / "back ups, and 'more'"
    backups.mkdir()
    tmp_path.chmod(0o711)
    with claimed_offset(home, FIRST_OFFSET) as offset:
        yield Place(home, offset, backups)
        for left in (home, Home(tmp_path / "found")):
            if left.run.exists():
                running.stop(left)
