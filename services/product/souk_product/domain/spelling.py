"""What a shopper meant: words of a query, and the catalogue's nearest word to a mistyped one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

MOST_WORDS = 8
LONGEST_WORD = 40
_LETTERS_LEFT_OUT_OF = 10  # longer words are compared by their beginning, which keeps the dictionary small
_WORD = re.compile(r"[^\W_]+")
_SPLIT_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "œ": "oe"})


def plain(text: str) -> str:
    """Lower case without accents, as the database's unaccent sees it."""
    bare = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).translate(_SPLIT_LETTERS)


def words_of(text: str) -> tuple[str, ...]:
    found = [word[:LONGEST_WORD] for word in _WORD.findall(plain(text))]
    return tuple(dict.fromkeys(found))[:MOST_WORDS]


def allowed_typos(word: str) -> int:
    if len(word) < 3 or any(letter.isdigit() for letter in word):
        return 0
    return 1 if len(word) <= 5 else 2


def deletes_of(word: str, most: int) -> frozenset[str]:
    """The word with up to `most` letters left out: two words within `most` typos share at least one."""
    head = word[:_LETTERS_LEFT_OUT_OF]
    found = {head}
    for left_out in range(1, min(most, len(head) - 1) + 1):
        for places in combinations(range(len(head)), left_out):
            found.add("".join(letter for place, letter in enumerate(head) if place not in places))
    return frozenset(found)


def typos_between(one: str, other: str) -> int:
    """Edit distance where two swapped neighbours count as one typo."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, wanted in enumerate(other, 1):
            cost = min(above[column] + 1, line[-1] + 1, above[column - 1] + (letter != wanted))
            swapped = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted
            line.append(min(cost, before[column - 2] + 1) if swapped else cost)
        before, above = above, line
    return above[-1]


def nearest(word: str, uses: Mapping[str, int]) -> str | None:
    """The likeliest word meant: fewest typos, same first letter, most used."""
    ranked = [
        (typos, other[0] != word[0], -uses[other], other)
        for other in uses
        if (typos := typos_between(word, other)) <= allowed_typos(word)
    ]
    return min(ranked)[3] if ranked else None


@dataclass(frozen=True, slots=True)
class Known:
    """Whether any product answers to each word; those that search ignores ("the") are left out.

    `together`: some product answers to all of them, where all are known and there are several.
    """

    words: Mapping[str, bool]
    together: bool


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is searched: every group must match, by any word of the group (`loosely`: any group will do)."""

    groups: tuple[tuple[str, ...], ...]
    did_you_mean: str | None = None
    loosely: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The first of each group."""
        return tuple(group[0] for group in self.groups)

    @property
    def terms(self) -> list[str]:
        """As souk_query takes them; words hold letters and digits only, so nothing needs quoting."""
        return [" | ".join(group) for group in self.groups]


def as_written(query: str | None) -> Meaning | None:
    """None where no word is in it."""
    words = words_of(query or "")
    return Meaning(tuple((word,) for word in words)) if words else None


def meaning_of(
    words: Iterable[str],
    known: Mapping[str, bool],
    inside: Mapping[str, tuple[str, ...]],
    near: Mapping[str, Mapping[str, int]],
) -> Meaning:
    """Known words stay; else words that contain it, else the nearest; what nothing resembles stays and finds nothing.

    A word missing from `known` is one that search ignores ("the").
    """
    groups: list[tuple[str, ...]] = []
    corrected = False
    for word in words:
        if word not in known:
            continue
        if known[word]:
            groups.append((word,))
        elif inside.get(word):
            groups.append(inside[word])
        else:
            better = nearest(word, near.get(word, {}))
            corrected = corrected or better is not None
            groups.append((better or word,))
    meaning = Meaning(tuple(groups))
    return replace(meaning, did_you_mean=" ".join(meaning.words)) if corrected else meaning
