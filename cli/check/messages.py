"""Every language says what the shop's own says, with the same values, in all its plural forms; styles name no side."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from babel import Locale

from cli.check.violation import Violation
from cli.manifest import System

RULE = "messages"
Catalogue = dict[str, str | dict[str, str]]
HOLE = re.compile(r"\{(\w+)\}")
SIDE = re.compile(
    r"^\s*(?:(?:margin|padding|border)-(?:left|right)\b|(?:left|right)\s*:|text-align:\s*(?:left|right)\b)"
)

FOUR_SIDES = re.compile(r"^\s*(?:margin|padding|inset|border-width|scroll-margin|scroll-padding):\s*(.+);")
VALUE = re.compile(r"(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+")


def violations(system: System) -> Iterator[Violation]:
    catalogues = (f"{place}/messages/{system.locale}.json" for place in ("web/*/*/src/**", "deploy/gateway"))
    for own in sorted(file for place in catalogues for file in system.root.glob(place)):
        for language in system.languages:
            yield from of_language(system.root, own, language.locale)
    for language in system.languages[1:]:
        yield from _refusals(system.root, language.locale)
    for style in sorted(system.root.glob("web/*/*/src/**/*.css")):
        yield from _sides(system.root, style)


def of_language(root: Path, own: Path, locale: str) -> Iterator[Violation]:
    """The catalogue beside the shop's `own`: whether it says the same things."""
    file = own.with_name(f"{locale}.json")
    known, said = read(own), read(file) if file.is_file() else {}
    where, lines = file.relative_to(root), file.read_text("utf-8").splitlines() if file.is_file() else []
    for key in known.keys() - said.keys():
        yield Violation(where, 1, RULE, f'{locale} has no text "{key}".', f"Translate it: {known[key]}")
    for key, text in said.items():
        line = next((at for at, each in enumerate(lines, 1) if each.lstrip().startswith(f'"{key}":')), 1)
        if key not in known:
            yield Violation(
                where, line, RULE, f'"{key}" is a text of {locale} alone.', f"Delete it, or add it to {own.name}."
            )
        elif problem := _problem(known[key], text, locale):
            yield Violation(where, line, RULE, f'"{key}": {problem}', "Say it as the shop's own language does.")


def _problem(known: str | dict[str, str], text: str | dict[str, str], locale: str) -> str | None:
    if isinstance(known, str) is not isinstance(text, str):
        return "one language has plural forms, and the other has none."
    if isinstance(text, dict):
        wanted = {*Locale.parse(locale, sep="-").plural_form.tags, "other"}
        if missing := wanted - text.keys():
            return f"the plural form {sorted(missing)[0]} is missing."
        if extra := text.keys() - wanted:
            return f"{locale} has no plural form {sorted(extra)[0]}."
    if missing := holes(known) - holes(text):
        return f"the value {{{sorted(missing)[0]}}} is missing."
    if extra := holes(text) - holes(known):
        return f"nobody gives it the value {{{sorted(extra)[0]}}}."
    return None


def holes(text: str | dict[str, str]) -> set[str]:
    """Some form has the value; which number a form is of may go without saying."""
    return set(HOLE.findall(text if isinstance(text, str) else " ".join(text.values())))


def read(file: Path) -> Catalogue:
    return json.loads(file.read_text("utf-8"))


def _refusals(root: Path, locale: str) -> Iterator[Violation]:
    """A code without words would be said in those of its service, which are English."""
    file = root / "web" / "packages" / "api" / "src" / "refusals" / f"{locale}.json"
    if not file.parent.is_dir():
        return  # a repository of services alone
    said = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    for code in sorted(_codes(root) - said.keys()):
        fix = "Write its cause and its fix."
        yield Violation(file.relative_to(root), 1, RULE, f"{locale} has no words for {code}.", fix)


def _codes(root: Path) -> set[str]:
    """Whatever a service refuses with."""
    documents = [json.loads(file.read_text("utf-8")) for file in (root / "contracts" / "openapi").glob("*.json")]
    operations = (each for one in documents for path in one.get("paths", {}).values() for each in path.values())
    return {code for listed in (*documents, *operations) for code in listed.get("x-codes", {})}


def _sides(root: Path, style: Path) -> Iterator[Violation]:
    for at, line in enumerate(style.read_text("utf-8").splitlines(), 1):
        if SIDE.match(line) or _is_uneven(line):
            fix = "Name start or end (margin-inline-start, inset-inline-end): Arabic is written from the right."
            yield Violation(style.relative_to(root), at, "sides", f"{line.strip()} names a side.", fix)


def _is_uneven(line: str) -> bool:
    """`padding: 0 0 24px 32px` means the left side, without naming it."""
    found = FOUR_SIDES.match(line)
    values = VALUE.findall(found[1]) if found else []
    return len(values) == 4 and values[1] != values[3]
