"""What commands ask of a keeper, as it reads it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cli.keeper.requests import Asked, Request, ask, asked


def ask_at(second: int, run: Path, request: Request, name: str, told: str = "") -> None:
    ask(run, request, name, told)
    os.utime(run / request / name, (second, second))


@pytest.mark.parametrize(
    "verbs", [(Request.STOP, Request.RESTART), (Request.RESTART, Request.STOP), (Request.SERVE, Request.TRY)]
)
def test_what_is_asked_before_the_keeper_looks_is_told_in_the_order_in_which_it_was_asked(
    tmp_path: Path, verbs: tuple[Request, ...]
) -> None:
    for second, verb in enumerate(verbs):
        ask_at(second, tmp_path, verb, "order")

    assert [read.request for read in asked(tmp_path)] == list(verbs)


def test_a_part_that_is_asked_again_has_its_turn_anew(tmp_path: Path) -> None:
    ask_at(1, tmp_path, Request.STOP, "order")
    ask_at(2, tmp_path, Request.RESTART, "order")
    ask_at(3, tmp_path, Request.STOP, "order")

    assert [read.request for read in asked(tmp_path)] == [Request.RESTART, Request.STOP]


def test_a_request_is_told_once_and_one_that_is_half_written_not_yet(tmp_path: Path) -> None:
    ask(tmp_path, Request.TRY, "mfe.host", "1 2")
    (tmp_path / "try" / ".mfe.host.7.new").write_text("1")

    assert list(asked(tmp_path)) == [Asked(Request.TRY, "mfe.host", "1 2")]
    assert list(asked(tmp_path)) == []


def test_of_one_moment_a_zone_is_decided_on_after_what_was_tried(tmp_path: Path) -> None:
    ask_at(1, tmp_path, Request.SERVE, "mfe.host")
    ask_at(1, tmp_path, Request.TRY, "mfe.host")

    assert [read.request for read in asked(tmp_path)] == [Request.TRY, Request.SERVE]
