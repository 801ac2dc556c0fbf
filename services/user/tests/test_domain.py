from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from souk_user.adapters.breached_passwords import BreachedPasswords
from souk_user.domain.accounts import (
    MOST_ADDRESSES,
    Account,
    Address,
    NoSuchAddress,
    TooManyAddresses,
    WeakPassword,
    check_password,
    with_added,
    with_changed,
    without,
)
from souk_user.domain.guests import new_guest_id
from souk_user.domain.refresh_tokens import RefreshTokens
from souk_user.domain.sessions import (
    Rotation,
    begun,
    prolonged,
    rotation_of,
)

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ANNA = Account(uuid4(), "customer", "anna@souk.example", "Anna", None, "hash", NOW)
BREACHED = BreachedPasswords.shipped()


def an_address(name: str = "Home", is_default: bool = False) -> Address:
    return Address(uuid4(), name, "+919800000000", "12 MG Road", "", "Mysuru", "KA", "570001", "IN", is_default)


@pytest.mark.parametrize(
    "password", ["short77", "x" * 129, "password1", "PASSWORD1", "aaaaaaaaaa", "asha@souk.example"]
)
def test_a_password_that_is_short_long_breached_or_the_address_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        check_password(password, "asha@souk.example", BREACHED)


@pytest.mark.parametrize("password", ["korb-9-regen", "ein langer Satz über nichts", "नमस्ते दुनिया १२", "x9" * 64])
def test_a_password_nobody_would_try_first_is_taken(password: str) -> None:
    check_password(password, "asha@souk.example", BREACHED)


def test_the_list_knows_whole_passwords_only() -> None:
    assert "123456789" in BREACHED
    assert "23456789\n" not in BREACHED
    assert "assword12345xyz" not in BREACHED


def test_the_first_address_is_the_default_and_a_later_one_only_if_it_asks() -> None:
    home, work, shop = an_address(), an_address("Work"), an_address("Shop", is_default=True)

    kept = with_added(with_added(with_added([], home), work), shop)

    assert [each.is_default for each in kept] == [False, False, True]


def test_a_default_address_cannot_be_undone_only_replaced() -> None:
    home, work = with_added(with_added([], an_address()), an_address("Work"))

    same = with_changed([home, work], replace(home, is_default=False, name="Parents"))
    other = with_changed(same, replace(work, is_default=True))

    assert [(each.name, each.is_default) for each in same] == [("Parents", True), ("Work", False)]
    assert [each.is_default for each in other] == [False, True]


def test_when_the_default_address_goes_the_oldest_takes_its_place() -> None:
    home, work, shop = with_added(with_added(with_added([], an_address()), an_address()), an_address())

    assert [each.is_default for each in without([home, work, shop], home.id)] == [True, False]
    assert without([home], home.id) == []


def test_the_fifty_first_address_is_refused() -> None:
    with pytest.raises(TooManyAddresses):
        with_added([an_address() for _ in range(MOST_ADDRESSES)], an_address())


def test_an_address_of_somebody_else_cannot_be_changed() -> None:
    with pytest.raises(NoSuchAddress):
        with_changed([an_address(is_default=True)], an_address())


def test_a_refresh_token_rotates_repeats_for_thirty_seconds_and_then_ends_the_family() -> None:
    session = begun(uuid4(), ANNA, NOW)

    assert rotation_of(session, None, NOW) is Rotation.ROTATE
    assert rotation_of(session, NOW, NOW + timedelta(seconds=29)) is Rotation.REPEAT
    assert rotation_of(session, NOW, NOW + timedelta(seconds=30)) is Rotation.REUSED


def test_a_session_ends_when_it_is_idle_for_long_and_at_the_latest_after_a_year() -> None:
    session = begun(uuid4(), ANNA, NOW)

    assert rotation_of(session, None, NOW + timedelta(days=30)) is Rotation.OVER
    assert rotation_of(replace(session, ended_at=NOW), None, NOW) is Rotation.OVER
    assert prolonged(session, NOW + timedelta(days=360)).expires_at == NOW + timedelta(days=365)


def test_a_successor_follows_from_its_token_and_only_under_the_secret() -> None:
    ours, others = RefreshTokens(b"ours"), RefreshTokens(b"theirs")
    token = ours.first()

    assert ours.successor(token) == ours.successor(token) != token
    assert ours.successor(token) != others.successor(token)
    assert ours.visible(token) not in (token, ours.successor(token)[:22])


def test_a_guests_id_is_128_random_bits() -> None:
    versions = {new_guest_id().hex[12] for _ in range(200)}

    assert len(versions) > 8  # a version 4 UUID always has a 4 there
