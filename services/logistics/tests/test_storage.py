from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
import pytest_asyncio
from logistics_examples import COUNTRIES, MORNING, a_shipment, an_event, due

from kit.data.database import AlreadyDone, Database
from souk_logistics.actions.countries import load
from souk_logistics.commands.seed import DATA, read_countries
from souk_logistics.domain.country_files import BadCountryFile
from souk_logistics.domain.coverage import Place, UnknownCountry
from souk_logistics.domain.shipments import ParcelMovedOn, ParcelUnderWay, moved, set_aside
from souk_logistics.ports import ServiceAreas, ShipmentStore
from souk_logistics.storage.country_files import PostgresCountryFiles
from souk_logistics.storage.service_areas import PostgresServiceAreas
from souk_logistics.storage.shipments import PostgresShipments
from souk_logistics.testing.memory import MemoryServiceAreas, MemoryShipments

if TYPE_CHECKING:
    from pathlib import Path

    from testkit.plugin import DatabaseOf

ATLANTIS = """
country = "AT"
code_pattern = "^[0-9]{4}$"
time_zone = "Europe/Vienna"
order_cutoff_hour = 12
rest_days = ["sunday"]
cash_on_delivery_up_to = 50000
[[delivery_options]]
code = "standard"
name = "Standard"
[[zones]]
code = "all"
name = "Austria"
cash_on_delivery = true
[[rates]]
zone = "all"
delivery_code = "standard"
days = [1, 3]
steps = [[1000, 490]]
per_extra_kg = 100
"""


def a_country(folder: Path, codes: str) -> Path:
    (folder / "AT").mkdir(parents=True, exist_ok=True)
    (folder / "AT" / "zones.toml").write_text(ATLANTIS, "utf-8")
    (folder / "AT" / "postal_codes.tsv").write_text(codes, "utf-8")
    return folder


async def test_the_whole_pin_directory_is_loaded(database_of: DatabaseOf) -> None:
    database = await database_of("logistics")

    assert await load(PostgresCountryFiles(database), read_countries(DATA)) == ["IN"]

    assert await PostgresServiceAreas(database).fetchval("select count(*) from places") == 19_097


async def test_another_country_is_another_folder(database: Database, tmp_path: Path) -> None:
    folder = a_country(tmp_path, "# Source\n1010\tWien\tWien\tWien\n")

    loaded = await load(PostgresCountryFiles(database), read_countries(folder))

    assert loaded == ["AT"]
    place = (await PostgresServiceAreas(database).get_area("AT", "1010")).place
    assert place is not None
    assert place.zone_name == "Austria"
    assert (await PostgresServiceAreas(database).get_area("IN", "570001")).place is not None


async def test_a_country_is_loaded_again_only_when_its_files_change(database_of: DatabaseOf, tmp_path: Path) -> None:
    database = await database_of("logistics")
    first = a_country(tmp_path, "1010\tWien\tWien\tWien\n")
    assert await load(PostgresCountryFiles(database), read_countries(first)) == ["AT"]

    assert await load(PostgresCountryFiles(database), read_countries(first)) == []
    changed = a_country(tmp_path, "1020\tWien\tWien\tWien\n")
    assert await load(PostgresCountryFiles(database), read_countries(changed)) == ["AT"]

    assert (await PostgresServiceAreas(database).get_area("AT", "1010")).place is None


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    folder = a_country(tmp_path, "1010\tWien\tWien\tWien\n1020 Wien\n")

    with pytest.raises(BadCountryFile, match=r"postal_codes\.tsv:2"):
        read_countries(folder)


class ServiceAreasBehaviour:
    """What both stores of service areas do; `areas` holds India with a few of its codes."""

    async def test_a_place_is_found_with_its_zone(self, areas: ServiceAreas) -> None:
        mysuru, kavaratti = [(await areas.get_area("IN", code)).place for code in ("570001", "682555")]

        assert mysuru == Place("570001", "Mysore", "Mysore", "Karnataka", "south", "South India", True, True)
        assert kavaratti
        assert (kavaratti.serviceable, kavaratti.cash_on_delivery) == (False, False)
        nowhere = await areas.get_area("IN", "999999")
        assert (nowhere.place, list(nowhere.rates)) == (None, [])

    async def test_a_country_says_how_it_writes_codes_and_when_parcels_leave(self, areas: ServiceAreas) -> None:
        india = (await areas.get_area("IN", "570001")).country

        assert (india.time_zone, india.order_cutoff_hour, india.rest_days) == ("Asia/Kolkata", 14, ("sunday",))
        with pytest.raises(UnknownCountry):
            await areas.get_area("FR", "570001")

    async def test_rates_come_in_the_order_of_the_delivery_options(self, areas: ServiceAreas) -> None:
        rates = (await areas.get_area("IN", "570001")).rates

        assert [(rate.delivery_code, rate.name, rate.days) for rate in rates] == [
            ("standard", "Standard", (2, 4)),
            ("express", "Express", (1, 2)),
        ]
        assert rates[0].steps[0] == (500, 5900)
        assert [rate.delivery_code for rate in (await areas.get_area("IN", "744101")).rates] == ["standard"]


class TestMemoryServiceAreas(ServiceAreasBehaviour):
    @pytest.fixture
    def areas(self) -> ServiceAreas:
        return MemoryServiceAreas(COUNTRIES)


class TestPostgresServiceAreas(ServiceAreasBehaviour):
    @pytest.fixture
    def areas(self, database: Database) -> ServiceAreas:
        return PostgresServiceAreas(database)


class ShipmentStoreBehaviour:
    async def test_a_shipment_comes_back_as_it_was_kept(self, shipments: ShipmentStore) -> None:
        shipment = a_shipment()

        await shipments.add([shipment, a_shipment()])

        assert await shipments.find_of_order(shipment.order_id) == shipment
        assert await shipments.find_of_order(uuid4()) is None

    async def test_a_claimed_parcel_is_passed_over_until_its_claim_ends(self, shipments: ShipmentStore) -> None:
        await shipments.add([a_shipment() for _ in range(3)])
        until = MORNING + timedelta(seconds=40)

        first = await shipments.claim_due(MORNING, until, 2)
        second = await shipments.claim_due(MORNING, until, 2)

        assert (len(first), len(second)) == (2, 1)
        assert await shipments.claim_due(MORNING, until, 2) == []
        assert len(await shipments.claim_due(until, until + timedelta(seconds=40), 9)) == 3

    async def test_a_stopped_order_sends_nothing_whichever_word_came_first(self, shipments: ShipmentStore) -> None:
        known, late = a_shipment(), a_shipment()
        await shipments.add([known])
        (asked,) = await shipments.claim_due(MORNING, MORNING, 9)

        for shipment in (known, late, known):
            async with shipments.transaction() as bound:
                await bound.stop(shipment.order_id, MORNING)
        await shipments.add([late])

        assert await shipments.claim_due(MORNING, MORNING + timedelta(seconds=40), 9) == []
        assert await shipments.find_of_order(known.order_id) is None
        assert await shipments.find_of_order(late.order_id) is None
        with pytest.raises(ParcelMovedOn):  # it was asked about before it was stopped
            async with shipments.transaction() as bound:
                await bound.save_moves([moved(asked, an_event("picked_up"), MORNING)])

    async def test_a_parcel_that_has_left_is_not_stopped(self, shipments: ShipmentStore) -> None:
        parcel = a_shipment("picked_up")
        await shipments.add([parcel])

        with pytest.raises(ParcelUnderWay):
            async with shipments.transaction() as bound:
                await bound.stop(parcel.order_id, MORNING)

        assert len(await shipments.claim_due(MORNING, MORNING, 9)) == 1

    async def test_a_move_is_kept_once_and_only_from_where_the_parcel_was(self, shipments: ShipmentStore) -> None:
        parcel = a_shipment()
        await shipments.add([parcel])
        event = an_event("picked_up", MORNING + timedelta(seconds=1))
        other = a_shipment()
        await shipments.add([other])

        async with shipments.transaction() as bound:
            await bound.save_moves([moved(due(parcel), event, MORNING)])
        with pytest.raises(ParcelMovedOn):
            async with shipments.transaction() as bound:
                await bound.save_moves([moved(due(each), event, MORNING) for each in (other, parcel)])

        assert await shipments.find_of_order(parcel.order_id) == replace(
            parcel, state="picked_up", events=(*parcel.events, event)
        )
        assert await shipments.find_of_order(other.order_id) == other

    async def test_why_a_parcel_was_set_aside_is_kept_until_it_moves(self, shipments: ShipmentStore) -> None:
        parcel = a_shipment()
        await shipments.add([parcel])
        aside = set_aside(due(parcel), "no answer", MORNING)

        await shipments.save_problem(aside)
        assert await shipments.count_set_aside() == 1
        kept = await shipments.find_of_order(parcel.order_id)
        assert kept
        assert (kept.failures, kept.problem, kept.next_move_at) == (1, "no answer", aside.next_move_at)
        async with shipments.transaction() as bound:
            await bound.save_moves([moved(due(kept), an_event("picked_up"), MORNING)])
        await shipments.save_problem(aside)

        kept = await shipments.find_of_order(parcel.order_id)
        assert kept
        assert (kept.state, kept.failures, kept.problem) == ("picked_up", 0, None)
        assert await shipments.count_set_aside() == 0

    async def test_a_parcel_that_has_arrived_is_due_no_more(self, shipments: ShipmentStore) -> None:
        parcel = a_shipment()
        await shipments.add([parcel])

        await shipments.save_arrived(parcel.id)

        assert await shipments.claim_due(MORNING + timedelta(days=9), MORNING + timedelta(days=9), 9) == []

    async def test_what_fails_leaves_nothing_and_a_key_counts_once(self, shipments: ShipmentStore) -> None:
        async def failing() -> None:
            async with shipments.transaction(once="an order") as bound:
                await bound.add([a_shipment()])
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await failing()
        assert await shipments.claim_due(MORNING, MORNING, 9) == []

        async with shipments.transaction(once="an order"):
            pass
        with pytest.raises(AlreadyDone):
            async with shipments.transaction(once="an order"):
                pass


class TestMemoryShipments(ShipmentStoreBehaviour):
    @pytest.fixture
    def shipments(self) -> ShipmentStore:
        return MemoryShipments()


class TestPostgresShipments(ShipmentStoreBehaviour):
    @pytest_asyncio.fixture
    async def shipments(self, database_of: DatabaseOf) -> ShipmentStore:
        return PostgresShipments(await database_of("logistics"))
