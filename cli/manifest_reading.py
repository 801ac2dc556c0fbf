"""souk.toml's tables from what stands there; each key that cannot be is told with its line, all of them at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import ValidationError
from msgspec.structs import fields

from cli.manifest_lines import Lines
from cli.manifest_rules import did_you_mean
from cli.manifest_tables import (
    Assets,
    DefaultShape,
    Gateway,
    Github,
    Head,
    Legacy,
    Mfe,
    Pictures,
    Portals,
    Service,
    Table,
    Tables,
)
from cli.refusals import ManifestError, Problem

ONE = {
    "souk": Head, "gateway": Gateway, "shape": DefaultShape, "github": Github, "legacy": Legacy, "portals": Portals,
    "pictures": Pictures, "assets": Assets,
}  # fmt: skip
MANY = {"service": Service, "mfe": Mfe}  # each by its name
UNKNOWN = re.compile(r"contains unknown field `(?P<key>[^`]*)`")
MISSING = re.compile(r"missing required field `(?P<key>[^`]*)`")
VALUE = re.compile(r"^(?P<why>.*) - at (?:`key` in )?`\$\.(?P<key>\w+)")


def read_tables(file: Path, text: str, lines: Lines) -> Tables:
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        problem = Problem(int(line[1]) if line else 1, f"Not TOML: {error}.", "Correct the syntax.")
        raise ManifestError(file.name, [problem]) from None
    for kind in MANY:
        for name, entry in raw.get(kind, {}).items():
            if isinstance(entry, dict):
                entry.setdefault("name", name)
    try:
        return Tables.of(raw)
    except ValidationError:
        raise ManifestError(file.name, list(_problems(raw, lines))) from None


def _problems(raw: dict[str, Any], lines: Lines) -> Iterator[Problem]:
    for key in raw.keys() - {*ONE, *MANY}:
        yield Problem(lines.of((key,)), f"Unknown key {key} in the file.", did_you_mean(key, {*ONE, *MANY}))
    for key in ("souk", "gateway", "service"):
        if key not in raw:
            yield Problem(1, f"the file has no {key}.", f"Add [{key}].")
    for key, kind in ONE.items():
        if key in raw:
            yield from _problems_of(kind, (key,), raw[key], lines)
    for key, kind in MANY.items():
        for name, entry in raw.get(key, {}).items():
            yield from _problems_of(kind, (key, name), entry, lines)


def _problems_of(kind: type[Table], where: tuple[str, ...], table: Any, lines: Lines) -> Iterator[Problem]:
    """One after the other: what was told is left out, and then it is read again."""
    place, given, told = ".".join(where), table, set[str]()
    while True:
        try:
            kind.of(given)
            return
        except ValidationError as error:
            said = str(error)
        if found := MISSING.search(said):
            if found["key"] not in told:
                yield Problem(lines.of(where), f"{place} has no {found['key']}.", f"Add {found['key']} = …")
            return
        if not (found := UNKNOWN.search(said) or VALUE.search(said)):
            yield Problem(lines.of(where), f"{place} is {table!r}: {said}.", "Write it as a table.")
            return
        key, line = found["key"], lines.of((*where, found["key"]))
        if found.re is UNKNOWN:
            known = [each.encode_name for each in fields(kind) if each.encode_name != "name" or place == "souk"]
            yield Problem(line, f"Unknown key {key} in {place}.", did_you_mean(key, known))
        else:
            yield Problem(line, f"{place}.{key} is {table[key]!r}: {found['why']}.", "Correct the value.")
        told.add(key)
        given = {name: value for name, value in given.items() if name != key}
