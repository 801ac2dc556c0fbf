from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from activity_examples import BROWSER, NOON, id_at

from kit.http.tables import as_csv
from souk_activity.domain.bots import is_bot
from souk_activity.domain.happenings import Happening, Kind, searchable, slot_of, time_in
from souk_activity.domain.interest import HALF_LIFE, rank_of
from souk_activity.domain.orders import MOST_TOGETHER, Bought, PlacedOrder
from souk_activity.domain.refusals import PeriodTooLong, UnknownZone
from souk_activity.domain.reports import Period


def test_the_time_of_a_happening_is_in_its_id() -> None:
    moment = NOON + timedelta(milliseconds=678)

    assert time_in(id_at(moment)) == moment
    assert slot_of(moment + timedelta(minutes=29)) == NOON + timedelta(minutes=15)


@pytest.mark.parametrize(("off", "is_believed"), [(-23, True), (23, True), (-25, False), (25, False)])
def test_a_clock_that_is_days_off_is_not_believed(off: int, is_believed: bool) -> None:
    at = id_at(NOON + timedelta(hours=off))

    assert Happening(at, Kind.VIEWED_LISTING, at).is_believed(NOON) is is_believed


def test_a_clock_beyond_the_last_year_there_is_is_not_believed() -> None:
    last = UUID("ffffffff-ffff-7fff-bfff-ffffffffffff")

    assert not Happening(last, Kind.VIEWED_LISTING, id_at(NOON)).is_believed(NOON)


@pytest.mark.parametrize("words", ["asha@example.com", "98450 12345", "  ", "call 0821-2345678"])
def test_words_that_may_lead_to_a_person_are_not_counted(words: str) -> None:
    assert searchable(words) is None


def test_words_are_counted_however_they_are_written() -> None:
    assert searchable("  Blue   KURTA 40 ") == "blue kurta 40"


@pytest.mark.parametrize("agent", ["", "Googlebot/2.1", "curl/8.5", "HeadlessChrome/140.0", "python-requests/2"])
def test_machines_are_no_visitors(agent: str) -> None:
    assert is_bot(agent)


def test_a_browser_is_a_visitor() -> None:
    assert not is_bot(BROWSER)


def test_interest_halves_and_never_changes_its_order_by_time_alone() -> None:
    assert rank_of(8, NOON) == pytest.approx(rank_of(4, NOON + HALF_LIFE))
    assert rank_of(1, NOON + timedelta(days=30)) > rank_of(500, NOON)


def test_an_order_of_everything_makes_no_pairs_without_end() -> None:
    everything = [Bought(f"p{n}", 1, 1) for n in range(200)]

    assert len(PlacedOrder(NOON, None, 1, 1, everything).pairs) == MOST_TOGETHER * (MOST_TOGETHER - 1)


def test_a_day_is_the_askers() -> None:
    period = Period.of(date(2026, 11, 26), date(2026, 11, 26), "Asia/Kolkata", NOON)

    assert period.begins.utctimetuple()[3:5] == (18, 30)
    assert period.ends - period.begins == timedelta(days=1)
    assert Period.of(None, None, "Pacific/Auckland", NOON).last == date(2026, 11, 27)


def test_periods_have_a_known_zone_and_an_end() -> None:
    with pytest.raises(UnknownZone):
        Period.of(None, None, "Mars/Olympus", NOON)
    for first, last in [(date(2026, 2, 2), date(2026, 2, 1)), (date(2020, 1, 1), date(2026, 1, 1))]:
        with pytest.raises(PeriodTooLong):
            Period.of(first, last, "UTC", NOON)


@pytest.mark.parametrize("words", ["=1+1", "+cmd", "-2", "@sum(a1)", "\tx", "＝1"])
def test_a_table_holds_nothing_that_a_spreadsheet_carries_out(words: str) -> None:
    assert as_csv(["words", "n"], [[words, -3]]).splitlines()[1] == f"'{words},-3"
