"""Draws what ./souk bench --json kept: growth with the catalogue, and shares by part, each light and dark.

    .venv/bin/uv run --no-project --with matplotlib python -m bench.chart FIGURES.json [FOLDER]

matplotlib is 140 MB with all that it needs, so it is in no environment of the project's own.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.figures import PARTS, Figures, Report, Run, read
from cli.refusals import Refusal

FOLDER = Path("docs/pictures")
GROWING = {
    "list": "list", "product": "product", "search": "search", "search-word": "common word",
    "suggestions": "suggestions", "facets": "facets", "facets-option": "facets, option", "listing-page": "listing page",
    "checkout": "whole checkout",
}  # fmt: skip
SHARED = ("list", "product", "search", "search-facets", "listing-page", "product-page", "add", "checkout")


@dataclass(frozen=True, slots=True)
class Look:
    """The shop's own colours."""

    suffix: str
    ink: str
    quiet: str
    line: str
    paper: str
    lines: Sequence[str]
    parts: Sequence[str]


LIGHT = Look(
    "", "#1e1a16", "#6a6058", "#e6ddd0", "#fbf7f0",
    ("#0d6b63", "#b8620a", "#7a3e8e", "#2b5fa8", "#a3222f", "#4b6b1f", "#8a6d00", "#1e1a16", "#c2457f"),
    ("#8a7f73", "#e0a458", "#0d6b63", "#2b5fa8", "#a3222f"),
)  # fmt: skip
DARK = Look(
    "-dark", "#f3ece2", "#b3a89b", "#3a332c", "#171411",
    ("#4fc0b3", "#f0a44b", "#c79be0", "#8ab4f0", "#ff8a80", "#a8cc6c", "#e6cc5a", "#f3ece2", "#f29ac1"),
    ("#a69b8e", "#f0a44b", "#4fc0b3", "#8ab4f0", "#ff8a80"),
)  # fmt: skip


def growth(plot: Any, runs: Sequence[Run], look: Look) -> Any:
    figure, axes = _figure(plot, look, (9, 5))
    sizes = [run.products for run in runs]
    ends: list[tuple[float, str, str]] = []
    for (key, title), colour in zip(GROWING.items(), look.lines, strict=True):
        found = [run.find(key) for run in runs]
        if values := [each.total_ms for each in found if each]:
            axes.plot(sizes[: len(values)], values, color=colour, linewidth=2, marker="o", markersize=4)
            ends.append((values[-1], f"{title} {_short(values[-1])}", colour))
    axes.set(xscale="log", yscale="log", xticks=sizes, xticklabels=[f"{size:,}" for size in sizes])
    axes.minorticks_off()
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.set_xlim(sizes[0] / 1.15, sizes[-1] * 3.2)
    _label_ends(axes, ends, sizes[-1] * 1.1)
    axes.set_xlabel("products in the catalogue", color=look.quiet)
    axes.set_title("Milliseconds of processor time, everything counted", color=look.ink, loc="left", fontsize=12)
    return figure


def _label_ends(axes: Any, ends: Sequence[tuple[float, str, str]], x: float) -> None:
    """Beside the last point of each line, apart from each other."""
    lowest = 0.0
    for value, label, colour in sorted(ends):
        y = max(value, lowest)
        lowest = y * 1.28
        axes.text(x, y, label, color=colour, va="center", fontsize=10)


def shares(plot: Any, run: Run, look: Look) -> Any:
    shown = [figures for key in reversed(SHARED) if (figures := run.find(key))]
    figure, axes = _figure(plot, look, (9, 4.2))
    left = [0.0] * len(shown)
    for part, colour in zip(PARTS, look.parts, strict=True):
        widths = [_share(figures, part) for figures in shown]
        axes.barh(range(len(shown)), widths, left=left, color=colour, label=part, height=0.66)
        left = [start + width for start, width in zip(left, widths, strict=True)]
    for place, figures in enumerate(shown):
        axes.text(1.015, place, f"{_short(figures.total_ms)} ms", color=look.ink, va="center", fontsize=10)
    axes.set(yticks=range(len(shown)), yticklabels=[figures.title for figures in shown], xlim=(0, 1.12), xticks=[])
    axes.grid(visible=False)
    axes.legend(
        ncols=len(PARTS), frameon=False, labelcolor=look.ink, loc="upper left", bbox_to_anchor=(0, 1.1), fontsize=10
    )
    return figure


def _short(ms: float) -> str:
    return f"{ms:.0f}" if ms >= 10 else f"{ms:.2g}"


def _share(figures: Figures, part: str) -> float:
    return figures.cpu_ms.get(part, 0.0) / figures.total_ms if figures.total_ms else 0.0


def _figure(plot: Any, look: Look, size: tuple[float, float]) -> tuple[Any, Any]:
    figure, axes = plot.subplots(figsize=size, facecolor=look.paper, layout="constrained")
    axes.set_facecolor(look.paper)
    axes.grid(visible=True, axis="y", color=look.line, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(colors=look.quiet, labelcolor=look.ink, length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return figure, axes


def draw(report: Report, folder: Path) -> list[Path]:
    import matplotlib as mpl  # pyright: ignore[reportMissingImports]

    mpl.use("svg")
    # Words stay words, and the same figures give the same file.
    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "souk", "font.family": "sans-serif"})
    from matplotlib import pyplot as plot  # pyright: ignore[reportMissingImports]

    runs = sorted((run for run in report.runs if run.shape == report.runs[0].shape), key=lambda run: run.products)
    drawn: list[Path] = []
    for look in (LIGHT, DARK):
        figures = {"shares": shares(plot, runs[0], look)}
        if len(runs) > 1:
            figures["growth"] = growth(plot, runs, look)
        for name, figure in figures.items():
            drawn.append(folder / f"bench-{name}{look.suffix}.svg")
            figure.savefig(drawn[-1], format="svg", metadata={"Date": None})
            plot.close(figure)
    return drawn


def main(arguments: Sequence[str]) -> int:
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        drawn = draw(read(Path(arguments[0])), Path(arguments[1]) if len(arguments) == 2 else FOLDER)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except ImportError as error:
        print(f"{error}. Run it as said here:\n\n{__doc__}", file=sys.stderr)
        return 2
    for path in drawn:
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
