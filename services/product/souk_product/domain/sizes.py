"""What the values of an option are: shops call a kurta's M, a bottle's 750 ml and a notebook's A5 all "Size"."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

_LETTERS = r"(?:m|(?:[0-9]{0,2}x{1,5})?[sl])"
_AMOUNT = r"[0-9]+(?:[.,][0-9]+)?\s*"
_TIMES = r"\s*(?:×|x|by)\s*"
_LENGTH = r"(?:mm|cm|m|in|inch|inches|ft|feet|\"|″)"
_NUMBER = re.compile(r"([0-9]{1,9})(?:[.,]([0-9]{1,9}))?")
# Smallest first; words that shops use beside the letters.
_CLOTHES = ("xxs", "xs", "s", "small", "m", "medium", "l", "large", "xl", "xxl", "2xl", "xxxl", "3xl")


class Kind(StrEnum):
    CLOTHES = "clothes"
    PAPER = "paper"
    NUMBER = "number"
    VOLUME = "volume"
    WEIGHT = "weight"
    MEASURE = "measure"
    WORDS = "words"


# A value belongs to the first kind that fits; ASCII digits only, since "②" and "10²" are digits to Python, not numbers.
_PATTERNS = {
    Kind.CLOTHES: re.compile(rf"{_LETTERS}(?:\s*[/-]\s*{_LETTERS})?|free size|one size"),
    Kind.PAPER: re.compile(r"[abc][0-9]{1,2}|letter|legal|tabloid"),
    Kind.NUMBER: re.compile(r"[0-9]+(?:[.,][0-9]+)?(?:\s*½)?"),
    Kind.VOLUME: re.compile(rf"{_AMOUNT}(?:ml|cl|dl|l|litres?|liters?|fl\.? ?oz)"),
    Kind.WEIGHT: re.compile(rf"{_AMOUNT}(?:mg|g|gm|kg|oz|lbs?)"),
    Kind.MEASURE: re.compile(rf"{_AMOUNT}{_LENGTH}?(?:{_TIMES}{_AMOUNT}{_LENGTH}?)*"),
}
LONGEST_SIZE = 60


@lru_cache(maxsize=2000)
def kind_of(value: str) -> Kind:
    word = value.strip().lower()
    if len(word) > LONGEST_SIZE:
        return Kind.WORDS
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.fullmatch(word)), Kind.WORDS)


@lru_cache(maxsize=2000)
def size_rank(value: str) -> tuple[int, float, str]:
    """S before M before XL, 36 before 40, then by name; any text has a place."""
    word = value.strip().lower()
    if word in _CLOTHES:
        return 0, _CLOTHES.index(word), word
    if found := _NUMBER.match(word):
        return 1, float(f"{found[1]}.{found[2] or 0}"), word
    return 2, 0, word
