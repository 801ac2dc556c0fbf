from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from route_examples import a_quote, an_offer

from contracts.order import Recipient
from kit.data.database import Database
from kit.http.auth import Shopper
from kit.http.limits import Limits as Rates
from souk_cart.actions.deps import Deps
from souk_cart.adapters.tax_table import TaxTable
from souk_cart.app import build
from souk_cart.domain.cart import Limits
from souk_cart.domain.marks import Marks
from souk_cart.domain.offers import Terms
from souk_cart.settings import Settings
from souk_cart.storage.carts import PostgresCarts
from souk_cart.testing.fakes import FakeLogistics, FakeProducts
from souk_cart.testing.memory import MemoryCarts
from souk_cart.testing.promotions import MemoryPromotions
from testkit.calls import FakeCalls
from testkit.clients import ServiceClient
from testkit.clock import ManualClock


@pytest.fixture
def shelf() -> FakeProducts:
    shelf = FakeProducts()
    shelf.put("MUG")
    shelf.put("TEE", price=50000, compare_at=60000)
    return shelf


@pytest.fixture
def carrier() -> FakeLogistics:
    return FakeLogistics()


@pytest.fixture
async def carts(database_of) -> PostgresCarts:
    return PostgresCarts(await database_of("cart"))


@pytest.fixture
def deps(shelf: FakeProducts, carrier: FakeLogistics) -> Deps:
    promotions = MemoryPromotions()
    return Deps(
        carts=MemoryCarts(offers_kept_s=0, quotes_kept_s=0, promotions=promotions),
        promotions=promotions,
        offers=shelf,
        delivery=carrier,
        taxes=TaxTable.gst("INR", "Karnataka"),
        terms=Terms("INR", delivery_estimate=4900, free_delivery_from=99900),
        limits=Limits(lines=3),
        guest_carts_live=timedelta(days=90),
        checkouts_live=timedelta(days=30),
        marks=Marks("a secret of the tests"),
        rates=Rates(Database("postgresql://nowhere")),  # nothing here counts tries
        clock=ManualClock(),
    )


@pytest.fixture
def guest() -> Shopper:
    return Shopper(None, uuid4())


@pytest.fixture
def customer(guest: Shopper) -> Shopper:
    """The guest, after login."""
    return Shopper(uuid4(), guest.guest_id)


@pytest.fixture
def home() -> Recipient:
    return Recipient(
        name="Asha Rao", phone="+919800000000", line1="12 MG Road", city="Mysuru", state="Karnataka",
        postal_code="570001", country="IN",
    )  # fmt: skip


@pytest.fixture
def calls() -> FakeCalls:
    calls = FakeCalls()
    known = {"MUG": an_offer("MUG"), "CUP/1 ü": an_offer("CUP/1 ü")}
    calls.on(
        "product", "GET", "/offers",
        lambda asked: {"items": [known[sku] for sku in asked.params["sku"] if sku in known]},
    )  # fmt: skip
    calls.on("logistics", "POST", "/quotes", a_quote)
    return calls


@pytest.fixture
async def client(service_client, calls: FakeCalls) -> ServiceClient:
    return await service_client(build, Settings, calls=calls, settings={"offers_kept_s": 0, "quotes_kept_s": 0})
