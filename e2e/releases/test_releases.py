"""Versions of a remote and of a zone, built from different sources, beside each other in a shop and a real browser.

Of cart and products there are three versions each: `before` knows one optional prop of cart/AddToCart less than `now`,
`after` one more, which its page passes. A page fits a cart that knows all props that it knew when it was built.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import httpx
import pytest

from cli.releases.choices import Choice, changing
from cli.releases.kept import serve
from cli.running import last_state_of
from cli.shape import Shape
from e2e.releases.conftest import Browser, Shop, Versions

ORDER = ("before", "now", "after")
FITS = [(page, cart) for page in ORDER for cart in ORDER if ORDER.index(cart) >= ORDER.index(page)]
UNFIT = [(page, cart) for page in ORDER for cart in ORDER if ORDER.index(cart) < ORDER.index(page)]
GONE = {"before": "the prop missing is gone", "now": "the prop note is gone"}


def seen_with(page: str, cart: str) -> list[str]:
    return sorted([f"cart {cart}", f"products {page}", *(["a note"] if page == cart == "after" else [])])


def set_out(shop: Shop, versions: Versions, page: str, cart: str) -> None:
    """From the oldest page, which fits every cart."""
    shop.publishes("products", versions.pages["before"])
    shop.publishes("cart", versions.carts[cart])
    shop.publishes("products", versions.pages[page])


@pytest.mark.parametrize(("page", "cart"), FITS)
def test_a_page_runs_with_the_cart_that_it_was_built_with_and_with_each_later_one(
    shop: Shop, versions: Versions, browser: Browser, product: str, page: str, cart: str
) -> None:
    set_out(shop, versions, page, cart)

    browser.opens(product)
    seen = browser.adds_to_the_bag()
    browser.closes()

    assert (seen.versions, seen.errors) == (seen_with(page, cart), [])


@pytest.mark.parametrize(("page", "cart"), UNFIT)
def test_a_cart_that_lost_a_prop_that_the_page_knows_is_refused_by_page_piece_and_prop_either_way_round(
    shop: Shop, versions: Versions, page: str, cart: str
) -> None:
    set_out(shop, versions, page, page)
    cart_refused = shop.souk("publish", "cart", versions.carts[cart])
    set_out(shop, versions, cart, cart)
    page_refused = shop.souk("publish", "products", versions.pages[page])

    for refused in (cart_refused, page_refused):
        assert refused.code == 1
        assert "products mounts cart/AddToCart" in refused.text
        assert GONE[cart] in refused.text


def test_a_page_goes_on_with_an_earlier_cart_that_somebody_forced_upon_it(
    shop: Shop, versions: Versions, browser: Browser, product: str
) -> None:
    set_out(shop, versions, "after", "after")
    system = Shape(port_offset=shop.offset).system(shop.home)
    state = last_state_of(shop.home)
    assert state
    with changing(shop.home.folder) as choices:
        choices.choose(Choice("cart", versions.carts["before"], pinned=True), "a test", "publish")
        serve(shop.home, system, choices, state["parts"])

    browser.opens(product)
    seen = browser.adds_to_the_bag()
    browser.closes()

    assert (seen.versions, seen.errors) == (["cart before", "products after"], []), "without what the prop was for"
    set_out(shop, versions, "before", "now")


def test_a_changed_prop_is_refused_with_both_types_and_a_raised_react_with_both_ranges(
    shop: Shop, versions: Versions
) -> None:
    set_out(shop, versions, "now", "now")

    unfit = shop.souk("publish", "cart", versions.unfit)
    newer = shop.souk("publish", "cart", versions.newer_react)

    assert (unfit.code, newer.code) == (1, 1)
    assert "products mounts cart/AddToCart: the prop sku may be" in unfit.text
    assert "string" in unfit.text
    assert "number | null is taken now" in unfit.text.replace("null | number", "number | null")
    assert "cart needs react ^20.0.0, and products lends 19." in newer.text


def test_a_fresh_browser_runs_what_was_published_and_back_and_an_open_tab_goes_on(
    shop: Shop, versions: Versions, browser: Browser, product: str
) -> None:
    set_out(shop, versions, "now", "now")
    browser.opens(product, "open before")

    shop.publishes("cart", versions.carts["after"])
    after = browser.opens(product, "fresh")
    shop.souk("rollback", "cart")
    back = browser.opens(product, "fresh again")
    still = browser.adds_to_the_bag("open before")

    assert "cart after" in after.versions
    assert "cart now" in back.versions
    assert (still.versions, still.errors) == (seen_with("now", "now"), [])
    for tab in ("open before", "fresh", "fresh again"):
        browser.closes(tab)


def test_a_canary_of_a_zone_is_for_some_and_its_tabs_outlive_it(
    shop: Shop, versions: Versions, browser: Browser, product: str
) -> None:
    set_out(shop, versions, "before", "after")
    assert shop.souk("canary", "30%", "products", versions.pages["now"]).code == 0

    has = browser.opens(product, "canary", bucket=29)
    has_not = browser.opens(product, "live", bucket=30)
    drawn = browser.opens(product, "drawn")
    assert shop.souk("rollback", "products").code == 0
    taken_back = browser.opens(product, "taken back", bucket=29)
    still = browser.adds_to_the_bag("canary")

    assert has.versions == seen_with("now", "after")
    assert has_not.versions == seen_with("before", "after")
    assert drawn.bucket
    assert drawn.versions == (has if int(drawn.bucket) < 30 else has_not).versions
    assert taken_back.versions == seen_with("before", "after")
    assert (still.versions, still.errors) == (seen_with("now", "after"), [])
    for tab in ("canary", "live", "drawn", "taken back"):
        browser.closes(tab)


@dataclass
class Visitors:
    """Each keeps one connection and never tries again; half of their pages were never asked for before."""

    shop: Shop
    product: str
    failed: list[str] = field(default_factory=list[str])
    mixed: list[str] = field(default_factory=list[str])
    asked: int = 0
    _over: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list[threading.Thread])

    def __enter__(self) -> Visitors:
        self._threads = [threading.Thread(target=self._look, args=(number,)) for number in range(3)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _look(self, number: int) -> None:
        with httpx.Client(timeout=60, headers={"Cookie": f"souk_release={number * 33}"}) as http:
            while not self._over.is_set():
                self.asked += 1
                query = f"?limit={self.asked}" if self.asked % 2 else ""
                try:
                    answer = http.get(self.product + query)
                except httpx.HTTPError as error:
                    self.failed.append(repr(error))
                    continue
                self._judge(answer)

    def _judge(self, answer: httpx.Response) -> None:
        if answer.status_code != 200:
            self.failed.append(f"{answer.status_code} of {answer.url}")
        made_by = {version for version in ORDER if f'data-version="products {version}"' in answer.text}
        if len(made_by) != 1:
            self.mixed.append(f"{answer.url} is of {made_by}")


def test_no_request_is_lost_while_builds_of_a_zone_come_and_go(shop: Shop, versions: Versions, product: str) -> None:
    set_out(shop, versions, "before", "after")
    with Visitors(shop, product) as visitors:
        for words in (
            ("publish", "products", versions.pages["now"]),
            ("canary", "30%", "products", versions.pages["before"]),
            ("canary", "60%", "products"),
            ("promote", "products"),
            ("rollback", "products"),
            ("publish", "products", versions.pages["before"]),
        ):
            assert shop.souk(*words).code == 0
        assert shop.souk("restart", "products").code == 0

    print(f"{visitors.asked} pages")
    assert (visitors.failed, visitors.mixed) == ([], [])
    assert visitors.asked > 50
