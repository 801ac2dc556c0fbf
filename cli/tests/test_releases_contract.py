"""Which changes of a micro frontend fit what visitors are given beside it, and what is said of those that do not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from cli.releases.contract import misfits
from cli.releases.ranges import is_in


def prop(shape: Any, *, optional: bool = False) -> dict[str, Any]:
    return {"optional": optional, "shape": shape}


def props(**each: dict[str, Any]) -> dict[str, Any]:
    return {"props": each}


def either(*shapes: Any) -> dict[str, Any]:
    return {"union": list(shapes)}


def literal(value: object) -> dict[str, Any]:
    return {"literal": value}


def function(*takes: dict[str, Any], gives: Any = "undefined") -> dict[str, Any]:
    return {"takes": list(takes), "gives": gives}


LENDS = {"react": "19.2.9", "@souk/api": "0.1.0"}
NEEDS = {"react": "^19.0.0", "@souk/api": "^0.1.0"}
BEFORE = props(sku=prop(either("null", "string")), title=prop("string"), quantity=prop("number", optional=True))


def page(passed: Any = BEFORE, lends: Mapping[str, str] = LENDS) -> dict[str, Any]:
    return {"exposes": {}, "mounts": {"cart/AddToCart": passed}, "needs": NEEDS, "lends": lends}


def remote(taken: Any = BEFORE, needs: Mapping[str, str] = NEEDS) -> dict[str, Any]:
    return {"exposes": {"AddToCart": taken}, "mounts": {}, "needs": needs, "lends": {}}


def said(passed: Any, taken: Any) -> list[str]:
    found = list(misfits("cart", remote(taken), "host", page(passed)))
    assert found == list(misfits("host", page(passed), "cart", remote(taken))), "whoever is released"
    return found


def with_(**each: dict[str, Any]) -> dict[str, Any]:
    return {"props": {**BEFORE["props"], **each}}


def without(name: str) -> dict[str, Any]:
    return {"props": {key: value for key, value in BEFORE["props"].items() if key != name}}


@pytest.mark.parametrize(
    "taken",
    [
        BEFORE,
        with_(gift=prop("boolean", optional=True)),
        with_(title=prop("string", optional=True)),
        with_(title=prop(either("number", "string"))),
        with_(title=prop("unknown")),
    ],
    ids=["nothing", "an optional prop", "a prop that may be left out now", "a wider type", "any value at all"],
)
def test_a_change_that_nobody_needs_to_know_of_fits(taken: Any) -> None:
    assert said(BEFORE, taken) == []


@pytest.mark.parametrize(
    ("taken", "why"),
    [
        (with_(gift=prop("boolean")), "the prop gift is required now, and nobody passes it"),
        (with_(quantity=prop("number")), "the prop quantity is required now, and may be left out until now"),
        (without("quantity"), "the prop quantity is gone"),
        (with_(sku=prop("string")), "the prop sku may be null, and only string is taken now"),
        (with_(title=prop(literal("Mug"))), "the prop title may be string, and only 'Mug' is taken now"),
        (with_(title=prop(props())), "the prop title may be string, and only {  } is taken now"),
    ],
    ids=["required", "no longer optional", "gone", "narrowed", "one text", "another type"],
)
def test_a_change_that_breaks_a_page_is_named(taken: Any, why: str) -> None:
    assert said(BEFORE, taken) == [f"host mounts cart/AddToCart: {why}."]


NAVIGATE = function(prop("string"))
SHELL = props(path=prop("string"), navigate=prop(NAVIGATE))


@pytest.mark.parametrize(
    ("passed", "taken", "why"),
    [
        (SHELL, props(path=prop("string")), ""),
        (SHELL, props(base=prop("string", optional=True)), ""),
        (SHELL, props(base=prop("string")), "must have base now"),
        (NAVIGATE, function(prop(literal("/cart"))), ""),
        (NAVIGATE, function(prop("string"), prop("number")), ""),
        (NAVIGATE, function(prop("number")), "is called with an argument 1 that may be number, and only string"),
        (NAVIGATE, function(), "is called with 0 arguments now, and takes 1"),
        (function(gives="number"), function(), ""),
        (function(), function(gives="number"), "answers what may be undefined, and only number"),
        ({"list": "string"}, {"list": either("number", "string")}, ""),
        ({"list": either("number", "string")}, {"list": "string"}, "in its list may be number, and only string"),
        ({"tuple": ["string", "number"]}, {"list": either("number", "string")}, ""),
        ("boolean", either(literal(True), literal(False), "null"), ""),
        ("boolean", either(literal(True), "null"), "may be false, and only true | null"),
        (either(literal("s"), literal("m")), "string", ""),
        (either(literal("s"), literal("m")), literal("s"), "may be 'm', and only 's'"),
        (props(mug=prop("number")), {"props": {}, "others": "number"}, ""),
        (props(mug=prop("string")), {"props": {}, "others": "number"}, "has a value that may be string"),
        ({"named": "Line"}, {"named": "Line"}, ""),
        ({"named": "Line"}, {"named": "Row"}, "may be Line, and only Row"),
    ],
)
def test_values_of_any_depth_are_compared(passed: Any, taken: Any, why: str) -> None:
    found = said(props(value=prop(passed)), props(value=prop(taken)))

    assert [why in each for each in found] == ([True] if why else []), found


def test_a_piece_that_a_page_mounts_cannot_go() -> None:
    gone = {**remote(), "exposes": {}}

    assert list(misfits("cart", gone, "host", page())) == ["host mounts cart/AddToCart, which cart no longer exposes."]


@pytest.mark.parametrize(
    ("needs", "lends", "why"),
    [
        ({"react": "^20.0.0"}, LENDS, ["cart needs react ^20.0.0, and host lends 19.2.9."]),
        ({"react": "^19.3.0"}, LENDS, ["cart needs react ^19.3.0, and host lends 19.2.9."]),
        ({"react": "^19.1.0"}, LENDS, []),
        ({"preact": "^10.0.0"}, LENDS, ["cart needs preact ^10.0.0, which host does not lend."]),
        (NEEDS, {**LENDS, "react": "20.0.0"}, ["cart needs react ^19.0.0, and host lends 20.0.0."]),
        (NEEDS, {**LENDS, "@souk/api": "0.2.0"}, ["cart needs @souk/api ^0.1.0, and host lends 0.2.0."]),
    ],
)
def test_what_a_remote_needs_is_what_a_page_lends(
    needs: Mapping[str, str], lends: Mapping[str, str], why: list[str]
) -> None:
    assert list(misfits("cart", remote(needs=needs), "host", page(lends=lends))) == why


def test_who_mounts_nothing_of_another_need_not_fit_it() -> None:
    stranger = {**remote(), "needs": {"react": "^99.0.0"}}

    assert list(misfits("orders", stranger, "host", page())) == []


@pytest.mark.parametrize(
    ("range_", "inside", "outside"),
    [
        ("^1.2.3", "1.9.0", "2.0.0"),
        ("^0.1.2", "0.1.9", "0.2.0"),
        ("^0.0.3", "0.0.3", "0.0.4"),
        ("^19", "19.2.9", "20.0.0"),
        ("~1.2.3", "1.2.9", "1.3.0"),
        ("1.2.3", "1.2.3", "1.2.4"),
        ("1.2", "1.2.7", "1.3.0"),
        (">=1.2.3", "7.0.0", "1.2.2"),
        ("^18.0.0 || ^19.0.0", "19.2.9", "20.0.0"),
        (">= 1.2.3 ^1.0.0", "1.2.3", "1.2.2"),
        ("*", "0.0.1", ""),
    ],
)
def test_ranges_are_those_of_package_json(range_: str, inside: str, outside: str) -> None:
    assert is_in(inside, range_)
    assert not outside or not is_in(outside, range_)
