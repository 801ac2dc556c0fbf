"""What a machine sees in a text that a person should look at before it is published."""

from __future__ import annotations

import re
from enum import StrEnum


class Flag(StrEnum):
    LINK = "link"
    CONTACT = "contact"
    SHOUTING = "shouting"
    REPEATS = "repeats"
    PHOTOS = "photos"  # that nobody has looked at


# What follows a full stop without a blank ("Nice.In summer") is no address.
LINK = re.compile(r"(?i:https?:|www\.)|\b[A-Za-z0-9-]{2,}\.(com|net|org|in|shop|store|info|xyz)\b")
MAILBOX = re.compile(r"[^\s@]@[^\s@]{1,100}\.[^\s@]")
# Ten digits and more, however they are divided: no price, no size and no date.
TELEPHONE = re.compile(r"(?:\d[ ()./-]{0,2}){10,}")
SAME_LETTERS = re.compile(r"(\w)\1{4,}|([!?.])\2{5,}", re.IGNORECASE)
FEWEST_LETTERS = 20  # "GREAT!" and "DMC-7 OK" are no shouting
MOST_CAPITALS = 0.7
FEWEST_WORDS = 12
FEWEST_DIFFERENT = 0.34


def flags_of(heading: str, body: str) -> frozenset[Flag]:
    text = f"{heading}\n{body}"
    seen = {
        Flag.LINK: LINK.search(MAILBOX.sub("", text)) is not None,
        Flag.CONTACT: MAILBOX.search(text) is not None or TELEPHONE.search(text) is not None,
        Flag.SHOUTING: _is_shouted(text),
        Flag.REPEATS: SAME_LETTERS.search(text) is not None or _says_the_same(body),
    }
    return frozenset(flag for flag, is_seen in seen.items() if is_seen)


def _is_shouted(text: str) -> bool:
    letters = [letter for letter in text if letter.lower() != letter.upper()]
    return len(letters) >= FEWEST_LETTERS and sum(map(str.isupper, letters)) > MOST_CAPITALS * len(letters)


def _says_the_same(text: str) -> bool:
    words = re.findall(r"\w+", text.lower())
    return len(words) >= FEWEST_WORDS and len(set(words)) < FEWEST_DIFFERENT * len(words)
