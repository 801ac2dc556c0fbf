from __future__ import annotations

import io
from dataclasses import replace

from rich.console import Console

from bench import tables
from bench.comparison import worse_than
from bench.figures import Rate
from bench.tests.examples import a_report, a_run, figures_of


def a_console() -> Console:
    return Console(file=io.StringIO(), width=250, highlight=False)


def said_by(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_row_shows_the_sum_of_all_parts_beside_its_goal() -> None:
    console = a_console()

    tables.show_run(a_run(figures_of("list", services=0.25, PostgreSQL=0.125, keeper=0.005)), console)

    row = next(line for line in said_by(console).splitlines() if line.startswith("list")).split()
    assert row[1:3] == ["0.38", "0.55"]


def test_failed_requests_wrong_books_and_a_busy_machine_are_said() -> None:
    console = a_console()
    failed = replace(figures_of("list"), failed=2, said=["2 × Unanswered: no answer within 30 s"])

    tables.show_run(
        replace(a_run(failed), wrong_books=["after checkout: orders: 3, not 4"], disturbed=["others took 40%"]), console
    )

    for words in ("no answer within 30 s", "orders: 3, not 4", "too busy to trust", "others took 40%"):
        assert words in said_by(console)
    assert "books agree" not in said_by(console)


def test_order_rates_stand_beside_their_goals() -> None:
    console = a_console()
    rate = Rate("instant", "instant bank, 16 shoppers", 600, 151.2, 100.0, 200.0, 0)

    tables.show_run(replace(a_run(), rates=[rate]), console)

    assert ["151", "150", "100", "200", "0"] in [line.split()[-5:] for line in said_by(console).splitlines()]


def test_apart_and_together_stand_side_by_side() -> None:
    console = a_console()
    apart, together = a_run(figures_of("list", services=2.0)), a_run(figures_of("list", services=1.0))

    tables.show_together(a_report(apart, replace(together, shape="together")), console)

    assert ["list", "2.00", "1.00", "50%"] in [line.split() for line in said_by(console).splitlines()]


def test_growth_compares_the_largest_catalogue_with_the_smallest() -> None:
    console = a_console()
    small, large = a_run(figures_of("search", services=1.0)), a_run(figures_of("search", services=3.0))

    tables.show_growth(a_report(small, replace(large, products=100_000)), console)

    assert ["search", "1.00", "3.00", "×", "3.0", "8"] in [line.split() for line in said_by(console).splitlines()]


def test_a_comparison_names_what_got_worse_or_says_that_nothing_did() -> None:
    before, now = a_report(a_run(figures_of("add", services=1.0))), a_report(a_run(figures_of("add", services=2.0)))
    worse, same = a_console(), a_console()

    tables.show_comparison(before, now, worse_than(before, now), worse)
    tables.show_comparison(before, before, worse_than(before, before), same)

    assert "worse: add" in said_by(worse)
    assert "Nothing got worse" in said_by(same)
