from __future__ import annotations

from uuid import UUID

import pytest

from kit.http.pages import CursorInvalid, decode, encode


def test_a_cursor_gives_back_what_it_was_made_of() -> None:
    last = (UUID(int=5), "blue mug", 950, None)

    assert decode(encode(*last), 4) == [str(UUID(int=5)), "blue mug", 950, None]


def test_no_cursor_is_the_first_page() -> None:
    assert decode(None, 2) is None
    assert decode("", 2) is None


@pytest.mark.parametrize("cursor", ["%%%", "bm90IGpzb24", encode("one"), encode("a", "b", "c"), "e30", "é"])
def test_a_cursor_of_somebody_elses_making_is_refused(cursor: str) -> None:
    with pytest.raises(CursorInvalid):
        decode(cursor, 2)
