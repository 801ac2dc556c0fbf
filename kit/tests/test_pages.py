from __future__ import annotations

from uuid import UUID

import pytest

from kit.http.pages import BigInt, CursorInvalid, Moment, decode, encode


def test_a_cursor_gives_back_what_it_was_made_of() -> None:
    last = (UUID(int=5), "blue mug", 950, None)

    assert decode(encode(*last), (UUID, str, BigInt, None)) == last


def test_no_cursor_is_the_first_page() -> None:
    assert decode(None, (str, str)) is None
    assert decode("", (str, str)) is None


@pytest.mark.parametrize("cursor", ["%%%", "bm90IGpzb24", encode("one"), encode("a", "b", "c"), "e30", "é"])
def test_a_cursor_of_somebody_elses_making_is_refused(cursor: str) -> None:
    with pytest.raises(CursorInvalid):
        decode(cursor, (str, str))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (BigInt, 2**63),
        (BigInt, 1.5),
        (BigInt, True),
        (UUID, "5"),
        (str, "a\0b"),
        (str, None),
        (Moment, "2026-01-01T00:00:00"),
        (Moment, "0001-01-01T00:00:00+14:00"),
        (Moment, "soon"),
    ],
)
def test_a_cursor_holds_what_the_query_takes_or_is_refused(kind: object, value: object) -> None:
    with pytest.raises(CursorInvalid):
        decode(encode(value), (kind,))


def test_half_a_letter_is_no_text() -> None:
    with pytest.raises(CursorInvalid):
        decode("WyJcdWQ4MDAiXQ", (str,))  # ["\\ud800"]
