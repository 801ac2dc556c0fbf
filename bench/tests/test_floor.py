"""What the floor is summed up from."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.bare import Pieces
from bench.floor import ANSWERED, told


def test_a_floor_is_each_piece_at_what_it_costs_bare() -> None:
    checkout = Pieces(answers=6, calls=5, statements=8, commits=15, messages=4)
    bare = Pieces(answers=1, calls=10, statements=100, commits=1_000, messages=10_000)

    assert checkout.cost(bare) == pytest.approx(6 + 50 + 800 + 15_000 + 40_000)


def test_what_services_answered_is_counted_without_the_question_whether_they_are_well(tmp_path: Path) -> None:
    log = tmp_path / "cart.log"
    log.write_text(
        '{"message":"serving"}\n'
        '{"message":"request","route":"/api/v1/cart"}\n'
        '{"message":"request","route":"/health"}\n'
        '{"message":"request","route":"/api/v1/cart/items"}\n'
    )

    assert told([log, log], ANSWERED) == 4
