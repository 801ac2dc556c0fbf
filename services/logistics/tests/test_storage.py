from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from logistics_examples import MORNING, a_shipment

from souk_logistics.actions.countries import load
from souk_logistics.commands.seed import DATA, read_countries
from souk_logistics.domain.country_files import BadCountryFile
from souk_logistics.storage.country_files import PostgresCountryFiles
from souk_logistics.storage.service_areas import PostgresServiceAreas
from souk_logistics.storage.shipments import PostgresShipments

if TYPE_CHECKING:
    from pathlib import Path

    from kit.data.database import Database
    from testkit.plugin import DatabaseOf

ATLANTIS = """
country = "AT"
code_pattern = "^[0-9]{4}$"
time_zone = "Europe/Vienna"
order_cutoff_hour = 12
rest_days = ["sunday"]
cash_on_delivery_up_to = 50000
[[methods]]
code = "standard"
name = "Standard"
[[zones]]
code = "all"
name = "Austria"
cash_on_delivery = true
[[rates]]
zone = "all"
method = "standard"
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
    place = await PostgresServiceAreas(database).find_place("AT", "1010")
    assert place is not None
    assert place.zone_name == "Austria"
    assert await PostgresServiceAreas(database).find_place("IN", "570001") is not None


async def test_a_country_is_loaded_again_only_when_its_files_change(database_of: DatabaseOf, tmp_path: Path) -> None:
    database = await database_of("logistics")
    first = a_country(tmp_path, "1010\tWien\tWien\tWien\n")
    assert await load(PostgresCountryFiles(database), read_countries(first)) == ["AT"]

    assert await load(PostgresCountryFiles(database), read_countries(first)) == []
    changed = a_country(tmp_path, "1020\tWien\tWien\tWien\n")
    assert await load(PostgresCountryFiles(database), read_countries(changed)) == ["AT"]

    assert await PostgresServiceAreas(database).find_place("AT", "1010") is None


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    folder = a_country(tmp_path, "1010\tWien\tWien\tWien\n1020 Wien\n")

    with pytest.raises(BadCountryFile, match=r"postal_codes\.tsv:2"):
        read_countries(folder)


async def test_a_shipment_comes_back_as_it_was_kept(database: Database) -> None:
    shipments = PostgresShipments(database)
    shipment = a_shipment()

    await shipments.add(shipment)

    assert await shipments.find_of_order(shipment.order_id) == shipment


async def test_a_parcel_that_another_replica_holds_is_passed_over(database: Database) -> None:
    shipments = PostgresShipments(database)
    await shipments.add(a_shipment())

    async with shipments.transaction() as one, shipments.transaction() as another:
        assert await one.find_due(MORNING) is not None
        assert await another.find_due(MORNING) is None
