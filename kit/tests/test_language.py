"""What a caller reads, of the languages that a shop speaks."""

from __future__ import annotations

import pytest

from kit.http.language import chosen

SPOKEN = ("en-IN", "hi-IN", "pt-BR", "pt-PT")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("hi-IN", "hi-IN"),
        ("HI", "hi-IN"),
        ("fr-FR, hi;q=0.8, en;q=0.5", "hi-IN"),
        ("pt-PT", "pt-PT"),
        ("pt-AO", "pt-BR"),
        ("", "en-IN"),
        ("*", "en-IN"),
        ("tlh;q=;,,;", "en-IN"),
        ("x" * 100_000 + ",hi", "en-IN"),
    ],
)
def test_the_first_that_the_shop_speaks_else_its_own(header: str, language: str) -> None:
    assert chosen(header, SPOKEN) == language
