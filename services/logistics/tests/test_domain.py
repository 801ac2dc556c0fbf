from datetime import UTC, date, datetime

import pytest
from logistics_examples import MORNING, a_shipment, an_event, due

from contracts.money import Money
from souk_logistics.domain.country_files import BadCountryFile, zone_of
from souk_logistics.domain.coverage import Country, Place, Rate, charge_for, coverage, promised
from souk_logistics.domain.shipments import IllegalParcelMove, moved

INDIA = Country("IN", r"^[1-9][0-9]{5}$", "Asia/Kolkata", 14, ("sunday",), 2_000_000)
STANDARD = Rate("standard", "Standard", (2, 4), ((500, 5900), (1000, 7900)), 3000)
MYSURU = Place("570001", "Mysore", "Mysore", "Karnataka", "south", "South India", True, True)


@pytest.mark.parametrize(
    ("grams", "paise"), [(0, 5900), (500, 5900), (501, 7900), (1000, 7900), (1001, 10900), (2001, 13900)]
)
def test_a_parcel_pays_the_first_step_it_fits_then_each_started_kilogram(grams: int, paise: int) -> None:
    assert charge_for(STANDARD, grams, "INR") == Money(amount=paise, currency="INR")


def test_a_parcel_ordered_after_the_cutoff_leaves_a_day_later() -> None:
    before = datetime(2026, 11, 24, 8, 29, tzinfo=UTC)  # Tuesday 13:59 in India
    after = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)

    assert promised(INDIA, 2, before) == date(2026, 11, 26)
    assert promised(INDIA, 2, after) == date(2026, 11, 27)


def test_no_parcel_arrives_on_a_rest_day() -> None:
    friday = datetime(2026, 11, 27, 4, 0, tzinfo=UTC)

    assert promised(INDIA, 1, friday) == date(2026, 11, 28)
    assert promised(INDIA, 2, friday) == date(2026, 11, 30)


def test_the_day_is_that_of_the_warehouse_not_of_greenwich() -> None:
    late_tuesday_in_greenwich = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)  # Wednesday 01:30 in India

    assert promised(INDIA, 1, late_tuesday_in_greenwich) == date(2026, 11, 26)


def test_cash_on_delivery_has_a_ceiling() -> None:
    at_the_ceiling = Money(amount=2_000_000, currency="INR")
    above = Money(amount=2_000_001, currency="INR")

    assert coverage(INDIA, MYSURU, [STANDARD], 500, at_the_ceiling, MORNING, "INR").cash_on_delivery
    assert not coverage(INDIA, MYSURU, [STANDARD], 500, above, MORNING, "INR").cash_on_delivery


def test_a_place_that_is_not_served_has_no_options() -> None:
    island = Place("682555", "Kavaratti", "Lakshadweep", "Lakshadweep", "islands", "Lakshadweep", False, True)

    covered = coverage(INDIA, island, [STANDARD], 500, None, MORNING, "INR")

    assert covered.options == ()
    assert not covered.cash_on_delivery


def test_a_parcel_only_goes_forward_one_state_at_a_time() -> None:
    created, picked_up = due(a_shipment()), due(a_shipment(state="picked_up"))

    assert moved(created, an_event("picked_up"), MORNING).next_move_at == MORNING
    with pytest.raises(IllegalParcelMove):
        moved(created, an_event("delivered"), MORNING)
    with pytest.raises(IllegalParcelMove):
        moved(picked_up, an_event("picked_up"), MORNING)


def test_a_delivered_parcel_is_not_asked_about_again() -> None:
    parcel = due(a_shipment(state="out_for_delivery"))

    assert moved(parcel, an_event("delivered"), MORNING).next_move_at is None


def test_a_district_decides_the_zone_before_its_region_does() -> None:
    zones = [
        {"code": "south", "regions": ["Karnataka"]},
        {"code": "city", "districts": ["Bangalore"]},
        {"code": "rest"},
    ]

    assert zone_of("Bangalore", "Karnataka", zones) == "city"
    assert zone_of("Mysore", "Karnataka", zones) == "south"
    assert zone_of("Patna", "Bihar", zones) == "rest"
    with pytest.raises(BadCountryFile, match="No zone takes Patna"):
        zone_of("Patna", "Bihar", zones[:2])
