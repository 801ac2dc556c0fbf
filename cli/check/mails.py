"""Mails say what their catalogues hold, with the values that it wants, and in every language of souk.toml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from cli.check.messages import Catalogue, holes, of_language, read
from cli.check.violation import Violation
from cli.manifest import System

RULE = "mails"
SAYS = "t"  # the function of templates


@dataclass(frozen=True, slots=True)
class Said:
    """One call of it: a key that is no plain text is None."""

    file: Path
    line: int
    key: str | None
    values: frozenset[str]


def violations(system: System) -> Iterator[Violation]:
    for folder in sorted(system.root.glob("services/*/souk_*/data/mails")):
        own = folder / "messages" / f"{system.locale}.json"
        where = own.relative_to(system.root)
        if not own.is_file():
            yield Violation(where, 1, RULE, "There are no texts of mails.", "Write them in the shop's own language.")
            continue
        for language in system.languages:
            yield from of_language(system.root, own, language.locale)
        yield from _templates(system.root, folder, where, read(own))


def _templates(root: Path, folder: Path, catalogue: Path, known: Catalogue) -> Iterator[Violation]:
    used: set[str] = set()
    for file in sorted(folder.glob("*.j2")):
        where = file.relative_to(root)
        try:
            calls = list(_calls(where, file.read_text("utf-8")))
        except TemplateSyntaxError as error:
            yield Violation(where, error.lineno, RULE, str(error), "Jinja cannot read it.")
            continue
        used |= {call.key for call in calls if call.key}
        for call in calls:
            yield from _problems(call, known)
    for key in sorted(known.keys() - used):
        yield Violation(catalogue, 1, RULE, f'No mail says "{key}".', "Delete it in every language.")


def _problems(call: Said, known: Catalogue) -> Iterator[Violation]:
    if call.key is None:
        yield Violation(call.file, call.line, RULE, f"{SAYS}() is given no plain key.", "Write the text's name itself.")
        return
    if call.key not in known:
        yield Violation(call.file, call.line, RULE, f'There is no text "{call.key}".', "Add it in every language.")
        return
    message = known[call.key]
    wanted = holes(message) | (set() if isinstance(message, str) else {"count"})
    for name in sorted(wanted - call.values):
        yield Violation(call.file, call.line, RULE, f'"{call.key}" is not given its value {name}.', "Give it.")
    for name in sorted(call.values - wanted):
        yield Violation(call.file, call.line, RULE, f'"{call.key}" has no place for {name}.', "Leave it out.")


def _calls(where: Path, text: str) -> Iterator[Said]:
    for call in Environment(autoescape=True).parse(text).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == SAYS:
            key = call.args[0].value if len(call.args) == 1 and isinstance(call.args[0], nodes.Const) else None
            yield Said(where, call.lineno, key, frozenset(each.key for each in call.kwargs))
