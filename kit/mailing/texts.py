"""The texts of a service's mails in one language, filled in: values that run the other way are isolated from the text.

    data/mails/messages/hi-IN.json        { "order-shipped.subject": "आपका ऑर्डर {number} रास्ते में है", … }

A text may have plural forms, chosen by its value `count`, as those of pages do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import TypeAlias
from unicodedata import bidirectional

from babel import Locale
from markupsafe import Markup

from kit.languages import direction_of

Message: TypeAlias = str | Mapping[str, str]
MESSAGES = "messages"  # the folder of a service's catalogues
HOLE = re.compile(r"\{(\w+)\}")
# First strong isolate, and its end.
ISOLATE, END = "\u2068", "\u2069"
# Whoever writes one of these into a name turns the text behind it around, or ends our isolate.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


class Texts:
    def __init__(self, locale: str, messages: Mapping[str, Message]) -> None:
        self._locale = Locale.parse(locale, sep="-")
        self._is_rtl = direction_of(locale) == "rtl"
        self._plain: dict[str, _Pieces] = {key: _forms(message, str) for key, message in messages.items()}
        self._html: dict[str, _Pieces] = {key: _forms(message, escape) for key, message in messages.items()}

    @classmethod
    def read(cls, file: Path) -> Texts:
        return cls(file.stem, json.loads(file.read_text("utf-8")))

    def plain(self, key: str, **values: object) -> str:
        """Raises KeyError where there is no such text, or a value of it is not given."""
        pieces = self._form(self._plain[key], values)
        filled = [*pieces]
        filled[1::2] = [self._isolated(str(values[name]), ISOLATE, END) for name in pieces[1::2]]
        return "".join(filled)

    def html(self, key: str, **values: object) -> Markup:
        pieces = self._form(self._html[key], values)
        filled = [*pieces]
        filled[1::2] = [self._isolated(escape(str(values[name])), "<bdi>", "</bdi>") for name in pieces[1::2]]
        return Markup("".join(filled))  # noqa: S704 (texts and values are escaped)

    def _form(self, pieces: _Pieces, values: Mapping[str, object]) -> tuple[str, ...]:
        if isinstance(pieces, tuple):
            return pieces
        return pieces.get(self._locale.plural_form(int(str(values["count"]))), pieces["other"])

    def _isolated(self, value: str, begin: str, end: str) -> str:
        """A code of digits alone stays bare wherever it stands, since programs look for it."""
        if value.isascii():
            return f"{begin}{value}{end}" if self._is_rtl and not value.isdigit() else value
        value = value.translate(_TURNING)
        if self._is_rtl or any(bidirectional(letter) in _RIGHT_TO_LEFT for letter in value):
            return f"{begin}{value}{end}"
        return value


# Words and names of values in turn; those of each plural form where a text has some.
_Pieces: TypeAlias = tuple[str, ...] | dict[str, tuple[str, ...]]


def _forms(message: Message, written: Callable[[str], str]) -> _Pieces:
    if isinstance(message, str):
        words_and_names = HOLE.split(message)
        return tuple(piece if at % 2 else written(piece) for at, piece in enumerate(words_and_names))
    return {form: tuple(_forms(text, written)) for form, text in message.items()}
