"""The figures as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bench import goals
from bench.comparison import Change, expected_ms, pairs
from bench.figures import Figures, Report, Run
from bench.processor import GROUPS

SPEED = ("CPU ms", "goal", "× hello", "a second", "p50 ms", "p95 ms", "p99 ms", "first ms", "visits", "failed")
PARTS = (*GROUPS[:-1], "load", "statements", "commits", "WAL kB")
LEGEND = (
    "CPU: milliseconds of processor time for one visit, all parts but mail, the server that takes the shop's letters; "
    "load: of the load program, which is in no other."
)
WIDTH = 116  # of the widest table; in a narrower window lines wrap, and no figure is cut


def wide_console() -> Console:
    return Console(highlight=False, width=max(WIDTH, Console().width))


def show_run(run: Run, console: Console) -> None:
    console.print(f"\n[bold]{run.name}[/]")
    if run.operations:
        speed, parts = _table("", *SPEED), _table("CPU ms of", *PARTS)
        for figures in run.operations:
            speed.add_row(*_speed(figures, run.products))
            parts.add_row(*_parts(figures))
        console.print(speed)
        console.print()
        console.print(parts)
        console.print(f"[dim]{LEGEND}[/]", soft_wrap=True)
    _show_rates(run, console)
    _show_rest(run, console)
    _show_faults(run, console)


def show_together(report: Report, console: Console) -> None:
    """Side by side with services apart."""
    apart = {run.products: run for run in report.runs if run.shape == "apart"}
    for run in report.runs:
        if run.shape == "together" and run.products in apart:
            table = _table("", "apart", "together", "of it")
            for figures in run.operations:
                if other := apart[run.products].find(figures.key):
                    share = figures.total_ms / other.total_ms if other.total_ms else 0
                    colour = "green" if share < 1 else "red"
                    table.add_row(
                        _title(figures), f"{other.total_ms:.2f}", f"{figures.total_ms:.2f}", f"[{colour}]{share:.0%}[/]"
                    )
            console.print(f"\n[bold]CPU ms apart and together, {run.products:,} products[/]")
            console.print(table)


def show_growth(report: Report, console: Console) -> None:
    runs = [run for run in report.runs if run.shape == report.runs[0].shape]
    if len(runs) < 2:
        return
    table = _table("", *(f"{run.products:,}" for run in runs), "growth", f"goal at {runs[-1].products:,}")
    for figures in runs[0].operations:
        others = [run.find(figures.key) for run in runs]
        shown = [f"{each.total_ms:.2f}" if each else "–" for each in others]
        last = others[-1]
        growth = f"× {last.total_ms / figures.total_ms:.1f}" if last and figures.total_ms else "–"
        table.add_row(_title(figures), *shown, growth, _goal(figures.key, runs[-1].products))
    console.print("\n[bold]CPU ms by the size of the catalogue[/]")
    console.print(table)


def show_comparison(before: Report, now: Report, worse: Sequence[Change], console: Console) -> None:
    table = _table("", "CPU ms then", "by this machine now", "now", "", "statements", "commits")
    for old_run, new_run in pairs(before, now):
        for new in new_run.operations:
            if old := old_run.find(new.key):
                expected = expected_ms(old, new)
                table.add_row(
                    f"{_title(new)} ({new_run.products:,} {new_run.shape})", f"{old.total_ms:.2f}", f"{expected:.2f}",
                    f"{new.total_ms:.2f}", f"{new.total_ms / expected - 1:+.0%}" if expected else "–",
                    f"{old.statements:.1f} → {new.statements:.1f}", f"{old.commits:.1f} → {new.commits:.1f}",
                )  # fmt: skip
    console.print(f"\n[bold]Compared with {before.commit} of {before.at}[/]")
    console.print(table)
    for change in worse:
        console.print(f"[red]worse:[/] {escape(str(change))}", soft_wrap=True)
    if not worse:
        console.print("[green]Nothing got worse.[/]")


def _speed(figures: Figures, products: int) -> list[str]:
    goal = goals.cpu_goal(figures.key, products)
    colour = "" if goal is None else "[green]" if figures.total_ms <= goal else "[yellow]"
    return [
        _title(figures),
        f"{colour}{figures.total_ms:.2f}{'[/]' if colour else ''}",
        _goal(figures.key, products),
        f"{figures.total_ms / figures.hello_ms:.1f}" if figures.hello_ms else "–",
        f"{figures.a_second:,.0f}",
        *(f"{value:.1f}" for value in (figures.p50_ms, figures.p95_ms, figures.p99_ms, figures.first_ms)),
        f"{figures.visits:,}",
        f"[red]{figures.failed}[/]" if figures.failed else "0",
    ]


def _goal(operation: str, products: int) -> str:
    goal = goals.cpu_goal(operation, products)
    return "–" if goal is None else f"{goal:g}"


def _parts(figures: Figures) -> list[str]:
    return [
        _title(figures),
        *(f"{figures.cpu_ms.get(group, 0):.2f}" for group in GROUPS[:-1]),
        f"{figures.load_ms:.2f}",
        *(f"{value:.1f}" for value in (figures.statements, figures.commits, figures.wal_kb)),
    ]


def _show_rates(run: Run, console: Console) -> None:
    if not run.rates:
        return
    table = _table("", "orders a second", "goal", "p50 ms", "p99 ms", "failed")
    for rate in run.rates:
        goal = goals.ORDERS_A_SECOND.get(rate.name, 0)
        colour = "green" if rate.a_second >= goal else "yellow"
        table.add_row(
            rate.title, f"[{colour}]{rate.a_second:.0f}[/]", f"{goal:g}", f"{rate.p50_ms:.0f}", f"{rate.p99_ms:.0f}",
            str(rate.failed),
        )  # fmt: skip
    console.print(table)


def _show_rest(run: Run, console: Console) -> None:
    goal = goals.MEMORY_MB[run.shape]
    console.print(f"memory (PSS) at rest {_memory(run.memory_rest_mb, goal.rest)}", soft_wrap=True)
    console.print(f"memory (PSS) at most {_memory(run.memory_load_mb, goal.load)}", soft_wrap=True)
    aim = f" (goals {goals.IMPORT_S:g} s, {goals.IMPORT_MB:g} MB)" if run.products >= goals.LARGE else ""
    console.print(f"import {run.import_s:.1f} s, {run.import_mb:.0f} MB{aim}")
    console.print(f"PostgreSQL: {', '.join(f'{name} {setting}' for name, setting in run.promises.items())}")
    spread = f"{min(run.hello_ms):.3f}–{max(run.hello_ms):.3f}" if run.hello_ms else "–"
    others = f"others took {run.others:.0%} of the processors"
    console.print(f"hello-world {spread} ms; load {run.load:.1f} at the start; {others}", soft_wrap=True)


def _show_faults(run: Run, console: Console) -> None:
    for reason in run.disturbed:
        console.print(f"[yellow]The machine was too busy to trust these figures:[/] {reason}.", soft_wrap=True)
    for each in (*run.operations, *run.rates):
        for said in each.said:
            console.print(f"[red]{escape(each.title)}:[/] {escape(said)}", soft_wrap=True)
    for fault in run.wrong_books:
        console.print(f"[red]The books are wrong[/] {escape(fault)}", soft_wrap=True)
    if not run.wrong_books:
        console.print("[green]The books agree.[/]")


def _memory(sizes: Mapping[str, float], goal: float) -> str:
    total = sum(sizes.values())
    colour = "green" if total <= goal else "yellow"
    parts = ", ".join(f"{group} {size:.0f}" for group, size in sizes.items() if size >= 0.5)
    return f"[{colour}]{total:.0f} MB[/] of {goal:g} ({parts})"


def _title(figures: Figures) -> str:
    return f"{figures.title}, at the services" if figures.key.endswith("services") else figures.title


def _table(first: str, *columns: str) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 1))
    table.add_column(first, no_wrap=True)
    for column in columns:
        table.add_column(column, justify="right")
    return table
