from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from kit.data.database import Database
from kit.http.limits import Limits
from kit.http.tokens import SigningKey
from souk_user.actions.deps import Deps
from souk_user.adapters.argon2 import Argon2Passwords
from souk_user.adapters.breached_passwords import BreachedPasswords
from souk_user.adapters.shelves import ProductShelves
from souk_user.app import build, privacy_of, providers_of
from souk_user.domain.codes import CodeHashes
from souk_user.domain.devices import Devices
from souk_user.domain.notices import NoticeLimits, StopLinks
from souk_user.domain.refresh_tokens import RefreshTokens
from souk_user.domain.second_factor import FactorSecrets
from souk_user.settings import Settings
from souk_user.storage import PostgresUsers
from souk_user.storage.notices import PostgresNotices
from souk_user.testing.memory import MemoryLimits, MemoryUsers
from souk_user.testing.notices import Shelf
from souk_user.testing.provider import LocalProvider, running
from testkit.calls import FakeCalls
from testkit.clients import ServiceClient, settings_for
from testkit.clock import ManualClock

KEY = SigningKey.generate()
OF_TESTS = settings_for(Settings, "postgresql://nowhere", KEY, {})


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def users(database_of) -> PostgresUsers:
    return PostgresUsers(await database_of("user"))


@pytest.fixture
async def local(clock: ManualClock) -> AsyncIterator[LocalProvider]:
    async with running(LocalProvider(clock.now)) as provider:
        yield provider


@pytest.fixture
def deps(clock: ManualClock) -> Deps:
    """In memory: what storage does is held to the same behaviour in test_storage.

    Hashing is as cheap as it gets: its strength is argon2's to test.
    """
    return Deps(
        users=MemoryUsers(),
        passwords=Argon2Passwords(at_once=2, memory_kib=64, passes=1),
        breached=BreachedPasswords.shipped(),
        signing=KEY,
        refresh_tokens=RefreshTokens.under(KEY),
        devices=Devices.under(KEY),
        limits=MemoryLimits(),
        sign_ups_per_hour=50,
        login_limits=Settings.model_construct().login_limits(),
        code_hashes=CodeHashes.under(KEY),
        code_limits=Settings.model_construct().code_limits(),
        factor_secrets=FactorSecrets("the tests' own"),
        providers=providers_of(OF_TESTS, clock),
        provider_logins_per_address=100,
        shop_name="Souk",
        phone_country_code="91",
        sends_text_messages=True,
        privacy=privacy_of(OF_TESTS, Database("postgresql://nowhere"), clock, FakeCalls()),
        notices=PostgresNotices(Database("postgresql://nowhere")),
        notice_limits=Settings.model_construct().notice_limits(),
        stop_links=StopLinks.under(KEY),
        shelves=ProductShelves(FakeCalls()),
        clock=clock,
    )


@pytest.fixture
def real_deps(deps: Deps, users: PostgresUsers) -> Deps:
    """On PostgreSQL, for what only that can show."""
    database = users._database
    return replace(deps, users=users, limits=Limits(database), notices=PostgresNotices(database))


@pytest.fixture
def strict(deps: Deps) -> Deps:
    return replace(deps, sign_ups_per_hour=2)


@pytest.fixture
async def client(service_client) -> ServiceClient:
    return await service_client(build, Settings, settings={"hashing_memory_kib": 64})


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def shop(real_deps: Deps, shelf: Shelf) -> Deps:
    """Which tells three people of a return, and the next after a minute."""
    limits = NoticeLimits(per_client=1000, at_once=3, pause=timedelta(seconds=60))
    return replace(real_deps, shelves=shelf, notice_limits=limits)
