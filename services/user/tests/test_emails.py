from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from contracts.people import INVISIBLE, Email
from souk_user.domain.emails import EmailUnusable, canonical_email, usable_email

read = TypeAdapter(Email).validate_python
# What a person may type or paste, with what goes wrong more often than chance would have it.
TYPED = st.text(st.one_of(st.characters(), st.sampled_from("@.a１ﬁé\u200b\u00ad\u3164\u2800 \t\x00")), max_size=80)
ANYTHING = st.one_of(TYPED, st.builds(lambda local, domain: f"{local}@{domain}.example", TYPED, TYPED))


def accepted(text: str) -> str | None:
    try:
        return usable_email(read(text))
    except (ValidationError, EmailUnusable):
        return None


@given(ANYTHING)
def test_what_is_accepted_has_one_at_is_short_and_visible(text: str) -> None:
    email = accepted(text)

    if email is not None:
        assert email.count("@") == 1
        assert len(email) <= 254
        assert all(unicodedata.category(character)[0] not in "CZ" for character in email)
        assert not INVISIBLE.search(email)
        assert email.rpartition("@")[2].isascii()


@given(ANYTHING)
def test_an_address_has_one_spelling_however_often_it_is_asked_for(text: str) -> None:
    email = accepted(text)

    if email is not None:
        assert canonical_email(email) == email
        assert accepted(email) == email


@given(ANYTHING)
def test_no_text_breaks_the_look_up(text: str) -> None:
    canonical_email(text)


@pytest.mark.parametrize(
    "spelt",
    [
        "asha@münchen.example",
        " ASHA@MÜNCHEN.example ",
        "asha@xn--mnchen-3ya.example",
        "ａｓｈａ@mu\u0308nchen.example",
    ],
)
def test_one_mailbox_has_one_spelling(spelt: str) -> None:
    assert accepted(spelt) == canonical_email(spelt) == "asha@xn--mnchen-3ya.example"


def test_a_domain_with_sharp_s_is_another_domain_than_with_two() -> None:
    assert canonical_email("a@straße.example") != canonical_email("a@strasse.example")


@pytest.mark.parametrize(
    "wrong",
    [
        "nobody",
        "a@b@c.example",
        "a@b＠c.example",  # a full-width @ is one too
        "@shop.example",
        "asha@localhost",
        "asha@.example",
        "asha@shop..example",
        "a sha@shop.example",
        "a\u200bsha@shop.example",
        "a\u3164sha@shop.example",
        "as\u00adha@shop.example",
        "a\x00sha@shop.example",
        "a\u202esha@shop.example",
        "asha\ufe0f@shop.example",
        "asha@-shop-.example",
        "x" * 243 + "@shop.example",
        "ﷺ" * 14 + "@shop.example",  # 18 characters each once it is normalised, with blanks
        "a" * 40 + "@" + ".".join(["ü" * 50] * 4) + ".example",  # short as typed, too long for a mail server
    ],
)
def test_what_is_no_address_is_refused(wrong: str) -> None:
    assert accepted(wrong) is None


def test_an_address_of_254_characters_is_taken() -> None:
    longest = "x" * 241 + "@shop.example"

    assert len(longest) == 254
    assert accepted(longest) == longest
