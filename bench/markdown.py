"""The table of README.md, from what ./souk bench --json kept: .venv/bin/python -m bench.markdown FIGURES.json"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import goals
from bench.figures import PARTS, Figures, Run, read


def table_of(runs: Sequence[Run]) -> Iterator[str]:
    """Parts and counts are those of the first run, the smallest catalogue."""
    first, *others = runs
    sizes = [f"{run.products:,} products" for run in runs]
    yield _row(["CPU ms", f"{sizes[0]} (goal)", *PARTS, "statements", "commits", "WAL kB", *sizes[1:]])
    yield _row(["---", *["---:"] * (len(PARTS) + 4 + len(others))])
    for figures in first.operations:
        parts = [f"{figures.cpu_ms.get(part, 0):.2f}" for part in PARTS]
        counts = [f"{value:.1f}" for value in (figures.statements, figures.commits, figures.wal_kb)]
        grown = [f"{found.total_ms:.2f}" if (found := run.find(figures.key)) else "–" for run in others]
        yield _row([_title(figures), _with_goal(figures, first.products), *parts, *counts, *grown])


def _with_goal(figures: Figures, products: int) -> str:
    goal = goals.cpu_goal(figures.key, products)
    return f"**{figures.total_ms:.2f}**" + (f" ({goal:g})" if goal is not None else "")


def _title(figures: Figures) -> str:
    return f"{figures.title}, past the gateway" if figures.key.endswith("services") else figures.title


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main(path: Path) -> None:
    report = read(path)
    runs = sorted((run for run in report.runs if run.shape == report.runs[0].shape), key=lambda run: run.products)
    print("\n".join(table_of(runs)))
    for run in runs:
        for rate in run.rates:
            print(f"\n{run.products:,} products, {rate.title}: {rate.a_second:.0f} orders a second")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
