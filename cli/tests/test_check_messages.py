"""Catalogues that are not complete, and styles that know only one direction: broken here on purpose."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.check import mails, messages
from cli.manifest import System, load
from cli.tests.house import House

PLACE = "web/apps/till/src/messages"
ENGLISH = {"hello": "Hello {name}", "items": {"one": "{count} item", "other": "{count} items"}}
ARABIC = {
    "hello": "أهلًا {name}",
    "items": {
        "zero": "لا شيء",
        "one": "غرض",
        "two": "غرضان",
        "few": "{count} أغراض",
        "many": "{count} غرضًا",
        "other": "{count} غرض",
    },
}


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House.in_order(tmp_path)
    house.change("souk.toml", "[gateway]", '[souk.languages]\nen-IN = "English"\nar = "العربية"\n\n[gateway]')
    house.write(f"{PLACE}/en-IN.json", json.dumps(ENGLISH))
    house.write(f"{PLACE}/ar.json", json.dumps(ARABIC))
    return house


def causes(house: House) -> list[str]:
    return [each.cause for each in messages.violations(shop_of(house))]


def shop_of(house: House) -> System:
    return load(house.root / "souk.toml")


def test_complete_catalogues_are_in_order(house: House) -> None:
    assert causes(house) == []


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"hello": None}, 'ar has no text "hello".'),
        ({"goodbye": "وداعًا"}, '"goodbye" is a text of ar alone.'),
        ({"hello": "أهلًا"}, '"hello": the value {name} is missing.'),
        ({"hello": "أهلًا {nam} {name}"}, '"hello": nobody gives it the value {nam}.'),
        ({"items": {"one": "غرض", "other": "{count}"}}, '"items": the plural form few is missing.'),
        ({"items": "{count}"}, '"items": one language has plural forms, and the other has none.'),
    ],
)
def test_a_text_that_is_missing_or_says_something_else(house: House, change: dict[str, object], cause: str) -> None:
    changed = {key: text for key, text in {**ARABIC, **change}.items() if text is not None}
    house.write(f"{PLACE}/ar.json", json.dumps(changed))

    assert causes(house) == [cause]


def test_a_language_without_the_catalogue_lacks_every_text(house: House) -> None:
    (house.root / PLACE / "ar.json").unlink()

    assert sorted(causes(house)) == ['ar has no text "hello".', 'ar has no text "items".']


@pytest.mark.parametrize(
    "line",
    ["margin-left: 4px;", "left: 0;", "text-align: right;", "border-right: 0;", "padding: 0 calc(1px + (2px)) 0 8px;"],
)
def test_a_style_that_names_a_side(house: House, line: str) -> None:
    house.write("web/apps/till/src/Till.module.css", f".till {{\n  {line}\n}}\n")

    assert [str(each).split()[0:2] for each in messages.violations(shop_of(house))] == [
        ["web/apps/till/src/Till.module.css:2:", "[sides]"]
    ]


def test_a_style_of_four_sides_that_are_alike_right_and_left(house: House) -> None:
    house.write("web/apps/till/src/Till.module.css", ".till {\n  margin: 1px 2px 3px 2px;\n}\n")

    assert list(messages.violations(shop_of(house))) == []


def test_a_refusal_without_words_in_a_language_is_refused(house: House) -> None:
    house.write("web/packages/api/src/refusals/ar.json", json.dumps({"till-closed": {"cause": "مغلق", "fix": "انتظر"}}))
    house.write("contracts/openapi/till.json", json.dumps({"x-codes": {"drawer-stuck": 409, "till-closed": 409}}))

    (found,) = messages.violations(shop_of(house))

    assert (found.warning, found.cause) == (False, "ar has no words for drawer-stuck.")


def test_a_mail_says_what_its_catalogue_holds_with_the_values_that_it_wants(house: House) -> None:
    folder = "services/shop/souk_shop/data/mails"
    house.write(f"{folder}/messages/en-IN.json", json.dumps(ENGLISH))
    house.write(f"{folder}/messages/ar.json", json.dumps(ARABIC))
    house.write(f"{folder}/sold.j2", '{{ t("hello", name=name) }} {{ t("items", count=many) }}')
    in_order = [each.cause for each in mails.violations(shop_of(house))]

    house.write(f"{folder}/messages/ar.json", json.dumps({**ARABIC, "hello": "أهلًا"}))
    house.write(f"{folder}/sold.j2", '{{ t("hello", nme=name) }} {{ t("gone") }} {{ t("hello" ~ name) }}')
    broken = [each.cause for each in mails.violations(shop_of(house))]

    assert in_order == []
    assert broken == [
        '"hello": the value {name} is missing.',
        '"hello" is not given its value name.',
        '"hello" has no place for nme.',
        'There is no text "gone".',
        "t() is given no plain key.",
        'No mail says "items".',
    ]
