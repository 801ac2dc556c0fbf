from __future__ import annotations

from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souk_product.domain.sizes import Kind, kind_of, size_rank


@given(st.lists(st.text() | st.from_regex(r"\A\d+[.,]?\d*\s?\w*\Z")))
def test_any_texts_have_an_order_and_a_kind(values: list[str]) -> None:
    ranks = sorted(size_rank(value) for value in values)

    assert all(isfinite(number) for _, number, _ in ranks)
    assert all(kind_of(value) in Kind for value in values)


def test_sizes_are_in_the_order_that_people_expect() -> None:
    values = ["10²", "XL", "40", "②", "S", "750 ml", "36", "M", "Double"]

    assert sorted(values, key=size_rank) == ["S", "M", "XL", "10²", "36", "40", "750 ml", "Double", "②"]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("M", Kind.CLOTHES), ("2XL", Kind.CLOTHES), ("S/M", Kind.CLOTHES), ("A5", Kind.PAPER), ("42", Kind.NUMBER),
        ("7 ½", Kind.NUMBER), ("750 ml", Kind.VOLUME), ("0,5 kg", Kind.WEIGHT), ("60 × 90 cm", Kind.MEASURE),
        ("②", Kind.WORDS), ("Double", Kind.WORDS), ("", Kind.WORDS), ("1" * 100_000, Kind.WORDS),
    ],
)  # fmt: skip
def test_values_say_what_they_are(value: str, kind: Kind) -> None:
    assert kind_of(value) is kind
