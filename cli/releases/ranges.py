"""Ranges of versions as package.json writes them: exact, ^, ~, >=, several with spaces (all) and || (any)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cli.refusals import Refusal

Version = tuple[int, int, int]

PART = re.compile(r"^(\^|~|>=|=)?\s*v?(\d+)(?:\.(\d+))?(?:\.(\d+))?$")
VERSION = re.compile(r"^v?(\d+)\.(\d+)\.(\d+)(?:[-+].*)?$")


def is_in(version: str, range_: str) -> bool:
    return any(all(_is_in(version, part) for part in _parts(either)) for either in range_.split("||"))


def _parts(text: str) -> Iterator[str]:
    yield from re.sub(r"(\^|~|>=|=)\s+", r"\1", text).split()


def _is_in(version: str, part: str) -> bool:
    found, known = PART.match(part), VERSION.match(version)
    if part == "*":
        return True
    if not found or not known:
        raise Refusal(f"{version} cannot be compared with {part}.", "Write ranges as ^1.2.3, ~1.2.3, >=1.2.3 or 1.2.3.")
    sign, numbers = found[1] or "=", [int(each) for each in found.groups()[1:] if each is not None]
    major, minor, patch = [*numbers, 0, 0][:3]
    low: Version = major, minor, patch
    has: Version = int(known[1]), int(known[2]), int(known[3])
    return low <= has and (sign == ">=" or has < _end(sign, low, len(numbers)))


def _end(sign: str, low: Version, written: int) -> Version:
    """The first version beyond; below 1.0.0 each minor version may break what was before, as npm has it."""
    major, minor, patch = low
    if sign == "^" and (major or written == 1):
        return major + 1, 0, 0
    if sign == "^":
        return (0, minor + 1, 0) if minor or written == 2 else (0, 0, patch + 1)
    if written == 1:
        return major + 1, 0, 0
    return (major, minor + 1, 0) if sign == "~" or written == 2 else (major, minor, patch + 1)
