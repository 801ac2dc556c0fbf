"""How much of a total is tax, by category and by where it goes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from cart_examples import add, choose
from hypothesis import given
from hypothesis import strategies as st

from contracts.order import Recipient
from kit.http.auth import Shopper
from souk_cart.actions.deps import Deps
from souk_cart.adapters.tax_table import TaxTable
from souk_cart.domain.taxes import Destination, Tax, Taxed, TaxedGoods, included

TABLE = TaxTable.gst("INR", "Karnataka")
MYSURU, KOCHI = Destination("IN", "Karnataka"), Destination("IN", "Kerala")


def said(taxes: Sequence[Tax]) -> list[tuple[str, int, int, int]]:
    return [(tax.name, tax.basis_points, tax.of.amount, tax.amount.amount) for tax in taxes]


def goods(category: str, amount: int, pieces: int = 1) -> TaxedGoods:
    return TaxedGoods((category,), pieces, amount)


def test_what_stays_in_the_state_is_taxed_by_two_and_what_leaves_it_by_the_union() -> None:
    tea = [goods("tea-spices", 10501)]

    assert said(TABLE.included_in(Taxed(tea, 0, MYSURU))) == [("CGST", 250, 10501, 250), ("SGST", 250, 10501, 250)]
    assert said(TABLE.included_in(Taxed(tea, 0, KOCHI))) == [("IGST", 500, 10501, 500)]
    assert said(TABLE.included_in(Taxed(tea, 0, None))) == [("GST", 500, 10501, 500)]
    assert said(TABLE.included_in(Taxed(tea, 0, Destination("DE", "Berlin")))) == []


@pytest.mark.parametrize("written", ["karnataka", " KA ", "Karnataka"])
def test_a_state_is_known_by_its_name_and_its_code(written: str) -> None:
    taxes = TABLE.included_in(Taxed([goods("bags", 11800)], 0, Destination("IN", written)))

    assert [tax.name for tax in taxes] == ["CGST", "SGST"]


def test_dear_clothes_have_another_rate_by_the_price_of_one_piece_after_discounts() -> None:
    cheap, dear = goods("clothing", 500_000, pieces=2), goods("clothing", 250_001)

    assert [tax.basis_points for tax in TABLE.included_in(Taxed([cheap], 0, None))] == [500]
    assert [tax.basis_points for tax in TABLE.included_in(Taxed([dear], 0, None))] == [1800]


def test_the_nearest_category_counts_and_what_has_none_and_the_delivery_have_the_tables_own() -> None:
    shelf = TaxTable(
        {
            "country": "IN", "default": 1800, "delivery": 1800, "states": {},
            "slab": [
                {"categories": ["kitchen"], "basis_points": 500},
                {"categories": ["books"], "basis_points": 0},
            ],
        },
        "INR",
        "Goa",
    )  # fmt: skip
    bought = [TaxedGoods(("kitchen", "pots"), 1, 1050), TaxedGoods(("kitchen", "books"), 1, 1000), goods("x", 1180)]

    assert said(shelf.included_in(Taxed(bought, 118, None))) == [("GST", 500, 1050, 50), ("GST", 1800, 1298, 198)]


def test_a_tax_is_what_the_price_without_it_grew_by() -> None:
    assert (included(118, 1800), included(10501, 500), included(0, 1800)) == (18, 500, 0)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["clothing", "jewellery", "tea-spices", "bags"]), st.integers(0, 10**7), st.integers(1, 9)
        ),
        max_size=6,
    ),
    st.integers(0, 20_000),
)
def test_the_parts_add_up_whatever_is_bought_and_the_halves_are_the_whole(
    bought: list[tuple[str, int, int]], delivery: int
) -> None:
    taxed = [goods(category, amount, pieces) for category, amount, pieces in bought]

    here, there, anywhere = (TABLE.included_in(Taxed(taxed, delivery, to)) for to in (MYSURU, KOCHI, None))

    assert sum(tax.amount.amount for tax in here) == sum(tax.amount.amount for tax in there)
    assert [tax.amount for tax in there] == [tax.amount for tax in anywhere]
    paid = sum(each.amount for each in taxed) + delivery
    assert sum(tax.of.amount for tax in there) == paid
    assert 0 <= sum(tax.amount.amount for tax in there) <= paid
    for name in ("CGST", "SGST"):
        parts = [tax.amount.amount for tax in here if tax.name == name]
        wholes = [tax.amount.amount for tax in there]
        assert all(abs(2 * part - whole) <= 1 for part, whole in zip(parts, wholes, strict=True))


async def test_a_bag_says_the_tax_and_a_checkout_whose_it_is(deps: Deps, guest: Shopper, home: Recipient) -> None:
    bag = await add(deps, guest, MUG=1)
    checkout = await choose(deps, guest, home)

    assert [tax.name for tax in bag.taxes] == ["GST"]
    assert [tax.name for tax in checkout.priced.taxes] == ["CGST", "SGST"]
    assert all(tax.of == checkout.priced.totals.total for tax in checkout.priced.taxes)
