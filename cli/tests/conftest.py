from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.tests.small_shop import Open, SmallShop


@pytest.fixture
def a_shop(tmp_path: Path) -> Iterator[Open]:
    shops: list[SmallShop] = []

    def opened(*stages: dict[str, Any], detach: bool = False, **times: float) -> SmallShop:
        shops.append(SmallShop(tmp_path, *stages, detach=detach, **times))
        return shops[-1]

    yield opened
    for shop in shops:
        if shop.keeper.poll() is None:
            shop.keeper.terminate()
            shop.keeper.wait(20)
