"""What a soak says of a part's memory."""

from __future__ import annotations

import pytest

from bench.soak import growth


def test_what_grows_at_the_start_alone_is_no_growth() -> None:
    assert growth([10, 60, 90, 100, 100, 100, 100, 100]) == pytest.approx(0)


def test_what_still_grows_in_the_second_half_is_told_from_look_to_look() -> None:
    assert growth([10, 60, 90, 100, 102, 104, 106, 108]) == pytest.approx(2)


def test_of_too_few_looks_nothing_is_said() -> None:
    assert growth([10.0, 20.0]) == 0
