"""The commit that an API is compared with is one before its change, whoever looks and whenever."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.check import openapi
from cli.check.api_base import BASE, Base, base_of, git
from cli.tests.house import House
from cli.tests.test_check_openapi import an_api, an_api_that_asks_more, keep


def test_a_break_that_is_committed_is_found_by_whoever_looks_later(tmp_path: Path) -> None:
    house = House(tmp_path)
    keep(house, an_api())
    keep(house, an_api_that_asks_more())
    house.write("README.md", "Another commit.\n")
    house.commit()

    assert base_of(tmp_path).why == "before the last commit that changed an API"
    assert len(list(openapi.violations(tmp_path))) == 1


def test_a_branch_is_compared_with_where_it_left_the_main_one(tmp_path: Path) -> None:
    house = House(tmp_path)
    keep(house, an_api())
    git(tmp_path, "update-ref", "refs/remotes/origin/main", "HEAD")
    keep(house, an_api_that_asks_more())
    keep(house, {**an_api_that_asks_more(), "x-note": "another change"})

    assert base_of(tmp_path) == Base(git(tmp_path, "rev-parse", "HEAD~2"), "where this branch left origin/main")
    assert len(list(openapi.violations(tmp_path))) == 1


def test_the_main_branch_is_compared_with_the_last_release(tmp_path: Path) -> None:
    house = House(tmp_path)
    keep(house, an_api())
    git(tmp_path, "tag", "v1.0.0")
    keep(house, an_api_that_asks_more())
    keep(house, {**an_api_that_asks_more(), "x-note": "another change"})
    git(tmp_path, "update-ref", "refs/remotes/origin/main", "HEAD")

    assert base_of(tmp_path) == Base("v1.0.0", "the last release")
    assert len(list(openapi.violations(tmp_path))) == 1


def test_whoever_runs_it_may_name_what_to_compare_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(tmp_path)
    keep(house, an_api())
    keep(house, an_api_that_asks_more())

    monkeypatch.setenv(BASE, "HEAD")

    assert list(openapi.violations(tmp_path)) == []


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [("0.1.0", "0.2.0", 0), ("0.1.0", "0.1.1", 1), ("1.1.0", "1.2.0", 1), ("1.9.0", "2.0.0", 0), ("0.2.0", "0.1.0", 1)],
)
def test_a_promise_is_taken_back_by_the_version_that_says_so(
    tmp_path: Path, before: str, after: str, found: int
) -> None:
    house = House(tmp_path)
    keep(house, {**an_api(), "info": {"version": before}})
    keep(house, {**an_api_that_asks_more(), "info": {"version": after}})

    assert len(list(openapi.violations(tmp_path))) == found
