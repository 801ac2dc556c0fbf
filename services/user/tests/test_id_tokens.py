"""What a token must say besides being signed; each lie alone is enough to be refused."""

from __future__ import annotations

from typing import Any

import pytest

from souk_user.domain.id_tokens import check_token, identity_of
from souk_user.domain.providers import AnswerUntrusted, Provider
from testkit.clock import ManualClock

PROVIDER = Provider("local", "https://id.example", "souk", "Local")
NOW = ManualClock().now()
AT = NOW.timestamp()
GOOD: dict[str, Any] = {
    "iss": "https://id.example",
    "aud": "souk",
    "sub": "1",
    "nonce": "n",
    "iat": AT,
    "exp": AT + 300,
}
VOUCHED: dict[str, Any] = {"email": "Asha@Souk.example", "email_verified": True, "name": "Asha Rao"}


@pytest.mark.parametrize(
    "lie",
    [
        {"iss": "https://id.example/"},
        {"aud": "another-shop"},
        {"aud": ["another-shop"]},
        {"aud": {"souk": 1}},
        {"aud": ["souk", "another-shop"]},  # and no word about which of them asked
        {"aud": ["souk", "another-shop"], "azp": "another-shop"},
        {"azp": "another-shop"},
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"exp": AT - 61},
        {"exp": "tomorrow"},
        {"exp": True},
        {"iat": AT + 120},
        {"iat": None},
        {"nbf": AT + 120},
        {"sub": ""},
        {"sub": "x" * 256},
        {"sub": "two\nlines"},
        {"sub": 7},
    ],
    ids=str,
)
def test_one_lie_is_enough(lie: dict[str, Any]) -> None:
    with pytest.raises(AnswerUntrusted):
        check_token({**GOOD, **lie}, PROVIDER, "n", NOW)


@pytest.mark.parametrize("more", [{}, {"aud": ["souk"]}, {"aud": ["souk", "api"], "azp": "souk"}, {"exp": AT - 30}])
def test_a_token_that_is_for_this_shop_names_its_subject(more: dict[str, Any]) -> None:
    assert check_token({**GOOD, **more}, PROVIDER, "n", NOW) == "1"


def test_a_verified_address_has_its_one_spelling() -> None:
    assert identity_of("1", VOUCHED, PROVIDER).email == "asha@souk.example"


@pytest.mark.parametrize(
    "less",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
        {"email_verified": 1},
        {"email": None},
        {"email": ["asha@souk.example"]},
        {"email": "asha@souk"},
        {"email": "a\u200bsha@souk.example"},
        {"email": f"{'a' * 250}@souk.example"},
    ],
    ids=str,
)
def test_an_address_counts_where_the_provider_vouches_for_it(less: dict[str, Any]) -> None:
    assert identity_of("1", {**VOUCHED, **less}, PROVIDER).email is None


@pytest.mark.parametrize(
    ("said", "kept"),
    [("  Asha\x00 Rao ", "Asha Rao"), ("x" * 500, "x" * 120), (None, "asha"), (7, "asha"), (" ", "asha")],
)
def test_a_name_is_words_or_what_stands_before_the_at(said: object, kept: str) -> None:
    assert identity_of("1", {**VOUCHED, "name": said}, PROVIDER).name == kept
