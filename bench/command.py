"""./souk bench: what a shop of your own costs on this machine, part by part."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bench import comparison, figures, machine, operations, tables
from bench.figures import Report
from bench.filled_shop import only_bench
from bench.running import Asked, run
from cli.home import Home
from cli.progress import Progress
from cli.refusals import Refusal
from cli.shape import Services

WRONG, WORSE = 1, 3


@dataclass(frozen=True, slots=True)
class Options:
    products: Sequence[int]
    only: Sequence[str]
    at: int
    scale: float
    together: bool
    coding: str
    json: Path | None
    compare: Path | None


def bench(home: Home, options: Options) -> int:
    """0; 1 where a request failed or the books are wrong; 3 where something got worse than what it is compared with."""
    asked, before = _checked(options)
    console = tables.wide_console()
    # Whoever ends the bench politely finds nothing of it running afterwards.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    shapes = [Services.APART, *([Services.TOGETHER] if options.together else [])]
    at = datetime.now(UTC).isoformat(timespec="seconds")
    report = Report(at, _commit(home), machine.described(), options.at, options.coding, [])
    with only_bench(home) as own:
        for products in options.products:
            with Progress() as progress:
                done = run(own, products, shapes, asked, progress)
            for each in done:
                tables.show_run(each, console)
            report = replace(report, runs=[*report.runs, *done])
            if options.json:  # what was found is kept, also when the next run fails
                options.json.write_text(report.as_json(), "utf-8")
    tables.show_together(report, console)
    tables.show_growth(report, console)
    worse = comparison.worse_than(before, report) if before else []
    if before:
        tables.show_comparison(before, report, worse, console)
    if not report.is_right:
        return WRONG
    return WORSE if worse else 0


def _checked(options: Options) -> tuple[Asked, Report | None]:
    """Before anything is opened."""
    if not sys.platform.startswith("linux"):
        raise Refusal("The bench reads /proc and has visitors from 127.0.0.0/8.", "Run it on Linux.")
    chosen, rates = operations.chosen(options.only), operations.chosen_rates(options.only)
    if not chosen and not rates:
        names = ", ".join(dict.fromkeys(each.name for each in operations.OPERATIONS))
        raise Refusal(f"Nothing is called {' or '.join(options.only)}.", f"There are {names}, and rates.")
    if options.json and not options.json.resolve().parent.is_dir():
        raise Refusal(f"{options.json} cannot be written: there is no such folder.", "Name a file in one that exists.")
    before = figures.read(options.compare) if options.compare else None
    if before and before.coding != options.coding:
        raise Refusal(
            f"{options.compare} was measured with answers coded as {before.coding}, and this is {options.coding}.",
            "Measure both with --uncompressed or both without it.",
        )
    return Asked(chosen, rates, options.at, options.scale, options.coding), before


def _commit(home: Home) -> str:
    command = ["git", "-C", str(home.root), "describe", "--always", "--dirty"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip() or "unknown"
