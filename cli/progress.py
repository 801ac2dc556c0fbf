"""What happens now and for how long: live in a terminal, one plain line per step elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console, Group
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


@dataclass(slots=True)
class Step:
    title: str
    began: float = field(default_factory=time.monotonic)
    spinner: Spinner = field(default_factory=lambda: Spinner("dots", style="cyan"))
    note: str = ""

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began


class Progress:
    """Several steps may be under way at once; those that are done scroll away above."""

    def __init__(self, to: Console = console) -> None:
        self.console = to
        self._steps: dict[str, Step] = {}
        self._live: Live | None = None

    def __enter__(self) -> Progress:
        if self.console.is_terminal:
            self._live = Live(get_renderable=self._shown, console=self.console, refresh_per_second=8, transient=True)
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live:
            self._live.stop()
            self._live = None

    def begin(self, key: str, title: str) -> None:
        self._steps[key] = Step(title)

    def note(self, key: str, note: str) -> None:
        """A word on how far a step is; only a terminal shows it."""
        if step := self._steps.get(key):
            step.note = note

    def done(self, key: str, detail: str = "", seconds: float | None = None) -> None:
        if step := self._steps.pop(key, None):
            self._print("[green]✓[/]", step, detail, seconds)

    def failed(self, key: str, detail: str = "") -> None:
        if step := self._steps.pop(key, None):
            self._print("[red]✗[/]", step, detail, None)

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        self.begin(title, title)
        try:
            yield self._steps[title]
        except BaseException:
            self.failed(title)
            raise
        self.done(title, self._steps[title].note)

    def _print(self, mark: str, step: Step, detail: str, seconds: float | None) -> None:
        took = step.seconds if seconds is None else seconds
        shown = f"  [dim]{detail}[/]" if detail else ""
        self.console.print(f"  {mark} {step.title}  [dim]{took:.1f} s[/]{shown}")
        sys.stdout.flush()

    def _shown(self) -> Group:
        table = Table.grid(padding=(0, 1))
        for step in self._steps.values():
            text = Text.assemble(
                step.title, (f"  {step.seconds:.0f} s", "dim"), (f"  {step.note}" if step.note else "", "dim")
            )
            table.add_row(" ", step.spinner, text)
        return Group(table)
