"""Where things stand in souk.toml, so that an error can name its line."""

from __future__ import annotations

import re
from collections.abc import Sequence

HEADER = re.compile(r"^\s*\[([^\[\]]+)\]\s*(#.*)?$")
KEY = re.compile(r'^\s*("[^"]+"|[\w-]+)\s*=')


class Lines:
    """tomllib keeps no positions; tables and keys of souk.toml stand at line starts, which is enough."""

    def __init__(self, text: str) -> None:
        self._text = text.splitlines()
        self._starts: dict[tuple[str, ...], int] = {}
        table: tuple[str, ...] = ()
        for number, line in enumerate(self._text, start=1):
            if header := HEADER.match(line):
                table = tuple(part.strip().strip('"') for part in header[1].split("."))
                self._starts.setdefault(table, number)
            elif key := KEY.match(line):
                self._starts.setdefault((*table, key[1].strip('"')), number)

    def of(self, where: Sequence[str | int], word: str | None = None) -> int:
        """The line of the deepest known part of `where`; with `word`, the line of that value within it."""
        keys = tuple(str(part) for part in where)
        while keys and keys not in self._starts:
            keys = keys[:-1]
        start = self._starts.get(keys, 1)
        return start if word is None else self._line_of_word(start, word)

    def _line_of_word(self, start: int, word: str) -> int:
        end = min((line for line in self._starts.values() if line > start), default=len(self._text) + 1)
        for number in range(start, end):
            if f'"{word}"' in self._text[number - 1]:
                return number
        return start
