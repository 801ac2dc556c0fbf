"""./souk logs: what the parts say, in one time line, readable."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.markup import escape

from cli import running
from cli.home import Home
from cli.refusals import Refusal
from cli.terminal import console

PALETTE = ("cyan", "magenta", "green", "yellow", "blue", "bright_cyan", "bright_magenta", "bright_green")
LEVELS = {"error": "red", "critical": "bold red", "warning": "yellow", "debug": "dim"}
TIMES = ("time", "at", "ts", "timestamp")
TEXTS = ("message", "msg", "event")
LAST_LINES = 200
FOREIGN_TIME = re.compile(r"(\d{4})[-/](\d\d)[-/](\d\d)[ T](\d\d:\d\d:\d\d\.\d+)(?: UTC)?")


@dataclass(frozen=True, slots=True)
class Line:
    part: str
    text: str
    record: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, part: str, raw: str) -> Line:
        text = raw.rstrip("\n")
        if text.startswith("{"):
            try:
                record = json.loads(text)
            except json.JSONDecodeError:
                return cls(part, text)
            said = str(record.get("service", part))
            return cls(part if part.partition("#")[0] == said else said, text, record)
        return cls(part, text)

    @property
    def at(self) -> str:
        """ISO, also of PostgreSQL's and NATS' own lines; empty when the line tells no time."""
        if self.record:
            return str(_first(self.record, TIMES))
        told = FOREIGN_TIME.search(self.text[:60])
        return f"{told[1]}-{told[2]}-{told[3]}T{told[4]}" if told else ""

    @property
    def trace(self) -> str:
        return str(self.record.get("trace_id", ""))

    def shown(self, color: str) -> str:
        label = f"[{color}]{self.part:<10}[/]"
        if not self.record:
            text = FOREIGN_TIME.sub("", self.text, count=1) if self.at else self.text
            return f"[dim]{self.at[11:23]:<12}[/] {label} {escape(text.strip())}"
        level = str(self.record.get("level", "info")).lower()
        told = {"service", "level", "trace_id", "span_id", *TIMES, *TEXTS}
        facts = " ".join(
            f"[dim]{key}=[/]{escape(str(value))}"
            for key, value in self.record.items()
            if key not in told and value is not None
        )
        style = LEVELS.get(level)
        message = escape(str(_first(self.record, TEXTS)))
        message = f"[{style}]{message}[/]" if style else message
        trace = f" [dim]trace={self.trace}[/]" if self.trace else ""
        return f"[dim]{self.at[11:23]}[/] {label} {message} {facts}{trace}"


def logs(home: Home, part: str | None, *, follow: bool, trace: str | None) -> int:
    files = files_of(home, part)
    colors = {file.stem: PALETTE[index % len(PALETTE)] for index, file in enumerate(sorted(files))}
    offsets: dict[Path, int] = {}

    def show(lines: list[Line]) -> None:
        for line in lines:
            whose = (line.part, line.part.partition("#")[0], "services")
            if (trace is None or line.trace == trace) and (part is None or part in whose):
                console.print(line.shown(colors.get(line.part, "white")), soft_wrap=True)

    older = [line for file in files for line in _new_lines(file, offsets)]
    show(sorted(older, key=lambda line: line.at) if trace else _last_of_each(older))
    while follow:
        time.sleep(0.3)
        for file in files_of(home, part):
            show(list(_new_lines(file, offsets)))
    return 0


def files_of(home: Home, part: str | None) -> list[Path]:
    """A part's file; services that run together write one file, where each line says whose it is."""
    if part is None:
        return sorted(file for file in home.logs.glob("*.log") if file.stem != "web-build")
    file, together = home.log_of(part), home.log_of("services")
    state = running.last_state_of(home)
    if state and state.get("shape", {}).get("services") == "together" and part in state.get("services", []):
        return [together]
    if found := [file, *sorted(home.logs.glob(f"{part}#*.log"))][0 if file.exists() else 1 :]:
        return found
    known = ", ".join(sorted(file.stem for file in home.logs.glob("*.log"))) or "none yet"
    raise Refusal(f"There is no log of {part}.", f"There are logs of: {known}.")


def _new_lines(file: Path, offsets: dict[Path, int]) -> Iterator[Line]:
    """What was written since the last look; a shortened file is read from its beginning."""
    if not file.exists():
        return
    start = offsets.get(file, 0)
    if os.path.getsize(file) < start:
        start = 0
    with file.open("rb") as opened:
        opened.seek(start)
        written = opened.read()
    complete = written[: written.rfind(b"\n") + 1]
    offsets[file] = start + len(complete)
    for raw in complete.decode("utf-8", errors="replace").splitlines():
        if raw.strip():
            yield Line.of(file.stem, raw)


def _last_of_each(lines: list[Line]) -> list[Line]:
    """By time where lines have one; a line without (a traceback's) stays behind the one before it."""
    dated: list[tuple[str, int, Line]] = []
    at = ""
    for number, line in enumerate(lines):
        at = line.at or at
        dated.append((at, number, line))
    return [line for _, _, line in sorted(dated, key=lambda item: item[:2])][-LAST_LINES:]


def _first(record: dict[str, Any], keys: tuple[str, ...]) -> Any:
    return next((record[key] for key in keys if key in record), "")
