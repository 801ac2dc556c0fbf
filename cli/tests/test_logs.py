from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.home import Home
from cli.keeper.housekeeping import shorten
from cli.keeper.journal import last_lines
from cli.logs import logs
from cli.refusals import Refusal


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.make()
    return home


def says(home: Home, part: str, *records: dict[str, object] | str) -> None:
    lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
    with home.log_of(part).open("a") as log:
        log.write("".join(f"{line}\n" for line in lines))


def at(second: int, message: str, **more: object) -> dict[str, object]:
    return {"at": f"2026-11-21T10:00:{second:02}.000+00:00", "level": "info", "message": message, **more}


def test_lines_of_all_parts_come_in_the_order_of_their_time(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    says(home, "order", at(2, "second"), at(4, "fourth"))
    says(home, "cart", at(1, "first"), at(3, "third"))

    logs(home, None, follow=False, trace=None)

    out = capsys.readouterr().out
    assert [word for word in out.split() if word in ("first", "second", "third", "fourth")] == [
        "first", "second", "third", "fourth",
    ]  # fmt: skip


def test_only_one_parts_lines_are_shown_when_it_is_named(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    says(home, "order", at(1, "an order"))
    says(home, "cart", at(1, "a bag"))

    logs(home, "order", follow=False, trace=None)

    out = capsys.readouterr().out
    assert "an order" in out
    assert "a bag" not in out


def test_a_trace_is_followed_through_all_parts(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    says(home, "order", at(1, "placed", trace_id="abc"), at(2, "other", trace_id="xyz"))
    says(home, "logistics", at(3, "parcel made", trace_id="abc"), "no JSON")

    logs(home, None, follow=False, trace="abc")

    out = capsys.readouterr().out
    assert "placed" in out
    assert "parcel made" in out
    assert "other" not in out
    assert "no JSON" not in out


def test_what_a_part_prints_cannot_colour_the_terminal(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    says(home, "order", at(1, "[red]not a colour[/red]"))

    logs(home, None, follow=False, trace=None)

    assert "[red]not a colour[/red]" in capsys.readouterr().out


def test_a_part_without_a_log_is_refused_with_those_that_have_one(home: Home) -> None:
    says(home, "order", at(1, "x"))

    with pytest.raises(Refusal, match="There are logs of: order"):
        logs(home, "ordr", follow=False, trace=None)


def test_a_log_that_grew_too_long_keeps_its_end_beside_it(home: Home) -> None:
    says(home, "order", *(f"line {number}" for number in range(1000)))
    log = home.log_of("order")
    writer = log.open("a")  # as a part does: it appends

    shorten(log, longest=500)
    writer.write("and on\n")
    writer.close()

    assert log.read_text() == "and on\n"
    assert log.with_suffix(".log.1").read_text().endswith("line 999\n")
    assert log.with_suffix(".log.1").stat().st_size == 500


def test_the_last_lines_of_a_missing_log_are_none(home: Home) -> None:
    assert last_lines(home.log_of("nobody")) == []
