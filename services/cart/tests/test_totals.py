"""What a bag costs and weighs, and what keeps it from being ordered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from offer_examples import an_offer, inr, total

from souk_cart.domain.cart import OutOfStock
from souk_cart.domain.checkout import (
    DeliveryNotOffered,
    DeliveryOption,
    DeliveryQuote,
    EmptyCart,
    NoLongerSold,
    NotDeliveredThere,
    check_buyable,
)
from souk_cart.domain.offers import lines_of, weight_of


def test_totals_count_what_can_be_had_and_estimate_delivery() -> None:
    offers = {"A": an_offer("A", price=20000, compare_at=25000), "B": an_offer("B", stock=0)}

    totals = total(lines_of({"A": 2, "B": 1, "GONE": 1}, offers, "INR"))

    assert (totals.subtotal, totals.savings, totals.delivery) == (inr(40000), inr(10000), inr(4900))
    assert (totals.total, totals.free_delivery_gap) == (inr(44900), inr(59900))


def test_delivery_is_free_from_the_threshold_on() -> None:
    totals = total(lines_of({"A": 2}, {"A": an_offer("A", price=49950)}, "INR"))

    assert (totals.delivery, totals.total, totals.free_delivery_gap) == (inr(0), inr(99900), None)


def test_an_empty_cart_has_no_delivery() -> None:
    totals = total([])

    assert (totals.total, totals.delivery, totals.free_delivery_gap) == (inr(0), None, None)


def test_every_line_says_what_is_wrong_with_it() -> None:
    offers = {
        "FEW": an_offer("FEW", stock=1),
        "OUT": an_offer("OUT", stock=0),
        "HIDDEN": replace(an_offer("HIDDEN"), purchasable=False),
        "FINE": an_offer("FINE", stock=11),
    }

    lines = lines_of({"FEW": 2, "OUT": 1, "HIDDEN": 1, "GONE": 1, "FINE": 1}, offers, "INR")

    assert [line.problem for line in lines] == ["only_some_left", "sold_out", "gone", "gone", None]
    assert [line.shown_stock for line in lines] == [1, 0, 0, 0, None]


def test_only_the_plain_delivery_becomes_free() -> None:
    day = date(2026, 11, 24)
    quote = DeliveryQuote(
        cash_on_delivery=True,
        options=tuple(DeliveryOption(code, code, inr(5900), day, day) for code in ("express", "standard")),
    )

    charged = quote.with_standard_free()

    assert [(each.code, each.charge.amount) for each in charged.options] == [("express", 5900), ("standard", 0)]
    assert quote.chosen("express").code == quote.chosen_or_first("drone").code == "express"
    with pytest.raises(DeliveryNotOffered):
        quote.chosen("drone")
    with pytest.raises(NotDeliveredThere):
        replace(quote, options=()).chosen("standard")


def test_a_checkout_with_a_line_that_cannot_be_had_is_refused_by_name() -> None:
    with pytest.raises(EmptyCart):
        check_buyable([])
    with pytest.raises(NoLongerSold):
        check_buyable(lines_of({"MUG": 1}, {}, "INR"))
    with pytest.raises(OutOfStock) as refused:
        check_buyable(lines_of({"MUG": 3}, {"MUG": an_offer(stock=2)}, "INR"))
    assert refused.value.facts["left"] == 2


def test_the_weight_is_of_what_can_be_had() -> None:
    assert weight_of(lines_of({"A": 2, "B": 1}, {"A": an_offer("A"), "B": an_offer("B", stock=0)}, "INR")) == 600
