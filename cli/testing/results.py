"""What the groups of tests came to: a table, each failure by its name, and the last line that says it of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.testing.failures import Failure


@dataclass(frozen=True, slots=True)
class Result:
    group: str
    passed: int
    failures: Sequence[Failure]
    seconds: float

    @property
    def failed(self) -> int:
        return len(self.failures)


def last_line(results: Iterable[Result]) -> str:
    results = list(results)
    return f"{sum(r.passed for r in results)} passed, {sum(r.failed for r in results)} failed"


def exit_code(results: Sequence[Result]) -> int:
    """Nothing that ran is no success."""
    return 0 if any(r.passed for r in results) and not any(r.failed for r in results) else 1


def show(results: Sequence[Result], to: Console) -> None:
    """All that a reader needs who has only the end of a long log."""
    to.rule("[bold]Summary[/]", align="left")
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2))
    table.add_column("group")
    for title in ("passed", "failed", "seconds"):
        table.add_column(title, justify="right")
    for result in results:
        color = "red" if result.failed else "green"
        table.add_row(result.group, str(result.passed), f"[{color}]{result.failed}[/]", f"{result.seconds:.1f}")
    to.print(table)
    for result in results:
        if result.failures:
            to.rule(f"[bold red]{result.group}: {result.failed} failed[/]", align="left")
        for failure in result.failures:
            to.print(escape(str(failure)), soft_wrap=True)
