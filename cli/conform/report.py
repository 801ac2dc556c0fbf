"""What came of each rule."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TypeVar

from rich.markup import escape
from rich.table import Table

from cli.conform.subject import HasNone, NotTried
from cli.terminal import console

S = TypeVar("S")
COLOURS = {"kept": "green", "broken": "red", "not tried": "yellow", "has none": "green"}


@dataclass(frozen=True, slots=True)
class Outcome:
    rule: str
    result: str
    said: tuple[str, ...] = ()


def judged(subject: S, rules: Mapping[str, Callable[[S], Iterator[str]]]) -> list[Outcome]:
    return [_outcome(name, rule, subject) for name, rule in rules.items()]


def told(part: str, outcomes: Sequence[Outcome], *, as_json: bool) -> int:
    """1 where a rule is broken."""
    if as_json:
        print(json.dumps({"part": part, "rules": [asdict(outcome) for outcome in outcomes]}, indent=2))
    else:
        table = Table("rule", "result", "what", title=part, title_justify="left")
        for each in outcomes:
            shown = f"[{COLOURS[each.result]}]{each.result}[/]"
            table.add_row(each.rule, shown, escape("\n".join(each.said)))
        console.print(table)
    return 1 if any(each.result == "broken" for each in outcomes) else 0


def _outcome(name: str, rule: Callable[[S], Iterator[str]], subject: S) -> Outcome:
    try:
        said = tuple(rule(subject))
    except NotTried as why:
        return Outcome(name, "not tried", (str(why),))
    except HasNone as what:
        return Outcome(name, "has none", (str(what),))
    return Outcome(name, "broken" if said else "kept", said)
