from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bench.comparison import expected_ms, worse_than
from bench.figures import middle_of, percentile, read
from bench.goals import cpu_goal
from bench.tests.examples import a_report, a_run, figures_of
from cli.refusals import Refusal


def test_a_report_is_read_as_it_was_written(tmp_path: Path) -> None:
    report = a_report(a_run(figures_of("list", services=0.5, PostgreSQL=0.25)))
    (tmp_path / "figures.json").write_text(report.as_json())

    assert read(tmp_path / "figures.json") == report


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1}', '{"version": 99, "runs": []}'])
def test_what_is_no_report_is_refused_by_its_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "other.json").write_text(text)

    with pytest.raises(Refusal, match=r"other\.json"):
        read(tmp_path / "other.json")


def test_a_percentile_is_a_value_that_was_seen() -> None:
    assert [percentile([4.0, 1.0, 3.0, 2.0], share) for share in (0.0, 0.5, 0.99)] == [1.0, 3.0, 4.0]
    assert percentile([], 0.5) == 0.0


def test_one_failed_request_or_one_wrong_book_makes_a_report_wrong() -> None:
    failed = replace(figures_of("list"), failed=1)

    assert a_report(a_run(figures_of("list"))).is_right
    assert not a_report(a_run(figures_of("list"), failed)).is_right
    assert not a_report(replace(a_run(), wrong_books=["after checkout: orders: 3, not 4"])).is_right


def test_of_several_rounds_the_median_one_is_told_and_what_failed_in_any() -> None:
    fast, slow = figures_of("list", services=1.0), figures_of("list", services=9.0)
    failed = replace(figures_of("list", services=8.0), failed=2, said=["2 × 500"])

    told = middle_of([slow, fast, failed])

    assert (told.total_ms, told.failed, told.said) == (8.0, 2, ["2 × 500"])


def test_a_machine_of_half_the_speed_makes_nothing_worse() -> None:
    before = replace(figures_of("list", services=1.0), hello_ms=0.1)
    now = replace(figures_of("list", services=2.0), hello_ms=0.2)

    assert expected_ms(before, now) == pytest.approx(2.0)
    assert worse_than(a_report(a_run(before)), a_report(a_run(now))) == []


def test_more_processor_time_statements_commits_log_and_failures_are_each_told() -> None:
    before = figures_of("checkout", services=10.0)
    now = replace(before, cpu_ms={"services": 14.0}, statements=12.0, commits=4.0, wal_kb=20.0, failed=1)

    told = [change.what for change in worse_than(a_report(a_run(before)), a_report(a_run(now)))]

    assert len(told) == 5
    assert told[1:] == ["statements", "commits", "wal_kb", "failed"]


def test_pages_of_the_log_that_a_checkpoint_asks_for_are_nobodys_fault() -> None:
    before = figures_of("checkout")
    now = replace(before, wal_kb=before.wal_kb + 30, wal_images_kb=30)

    assert worse_than(a_report(a_run(before)), a_report(a_run(now))) == []


def test_runs_of_other_sizes_and_shapes_are_not_compared() -> None:
    before, now = figures_of("list", services=1.0), figures_of("list", services=9.0)

    others = a_report(replace(a_run(before), products=10), replace(a_run(before), shape="together"))

    assert worse_than(others, a_report(a_run(now))) == []


def test_the_goal_of_a_size_between_is_that_of_the_larger_one() -> None:
    assert cpu_goal("list", 100) == cpu_goal("list", 1_000) == 0.55
    assert cpu_goal("list", 10_000) == cpu_goal("list", 100_000) == 1.0
    assert cpu_goal("list", 1_000_000) is None
    assert cpu_goal("list at the services", 1_000) is None


def test_figures_are_kept_short(tmp_path: Path) -> None:
    text = a_report(a_run(figures_of("list", services=1 / 3))).as_json()

    assert json.loads(text)["runs"][0]["operations"][0]["cpu_ms"]["services"] == 0.3333


def test_a_mail_server_is_shown_and_is_none_of_the_shops_costs() -> None:
    figures = figures_of("checkout", services=20.0, PostgreSQL=5.0, mail=7.0)

    assert figures.total_ms == 25.0
    assert figures.cpu_ms["mail"] == 7.0
