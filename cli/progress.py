"""What happens now and for how long: live in a terminal, one plain line per step elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress as Bars
from rich.progress import SpinnerColumn, TaskID, TextColumn

from cli.terminal import console


@dataclass(slots=True)
class Step:
    title: str
    bars: Bars
    task: TaskID
    began: float = field(default_factory=time.monotonic)
    _note: str = ""

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    @property
    def note(self) -> str:
        """A word on how far it is; only a terminal shows it."""
        return self._note

    @note.setter
    def note(self, note: str) -> None:
        self._note = note
        self.bars.update(self.task, note=escape(note))


class Progress:
    """Several steps may be under way at once; those that are done scroll away above."""

    def __init__(self, to: Console = console) -> None:
        self.console = to
        self._steps: dict[str, Step] = {}
        self._bars = Bars(
            SpinnerColumn(style="cyan"),
            TextColumn("{task.description}"),
            TextColumn("[dim]{task.elapsed:.0f} s  {task.fields[note]}[/]"),
            console=to,
            transient=True,
            disable=not to.is_terminal,
        )

    def __enter__(self) -> Progress:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def begin(self, key: str, title: str) -> None:
        self._steps[key] = Step(title, self._bars, self._bars.add_task(title, total=None, note=""))

    def note(self, key: str, note: str) -> None:
        if step := self._steps.get(key):
            step.note = note

    def done(self, key: str, detail: str = "", seconds: float | None = None) -> None:
        self._end(key, "[green]✓[/]", detail, seconds)

    def failed(self, key: str, detail: str = "") -> None:
        self._end(key, "[red]✗[/]", detail, None)

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        self.begin(title, title)
        try:
            yield self._steps[title]
        except BaseException:
            self.failed(title)
            raise
        self.done(title, self._steps[title].note)

    def _end(self, key: str, mark: str, detail: str, seconds: float | None) -> None:
        step = self._steps.pop(key, None)
        if step is None:
            return
        self._bars.remove_task(step.task)
        took = step.seconds if seconds is None else seconds
        shown = f"  [dim]{escape(detail)}[/]" if detail else ""
        self.console.print(f"  {mark} {step.title}  [dim]{took:.1f} s[/]{shown}")
        sys.stdout.flush()
