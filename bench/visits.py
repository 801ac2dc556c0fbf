"""What a visitor does, by name. Keys are drawn from the whole catalogue.

A fresh read carries a query key of its own, `country`, by which the gateway keeps answers apart and which the catalogue
does not read: each is answered anew. What the cache said is counted, and a hit among fresh reads is an error.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from bench.visitors import Visitor, WrongAnswer, new_key

Step = Callable[[Visitor], Awaitable[None]]

CONTACT = {"email": "asha@example.com", "phone": "+91 98000 00000", "name": "Asha Rao"}
ADDRESS = {
    "name": "Asha Rao", "phone": "+91 98000 00000", "line1": "1 MG Road", "city": "Bengaluru",
    "state": "Karnataka", "postal_code": "560001", "country": "IN",
}  # fmt: skip
CARD = {"number": "4242424242424242", "expiry_month": 12, "expiry_year": 2040, "cvc": "123", "name": "Asha Rao"}
ADDS_PER_BAG = 3
ASK_AGAIN_S = 0.05
BELOW_EVERY_SALE = range(10_000, 19_000)  # what an article cost before its sale stays above what it costs
PATIENCE = 600  # times, for an order that is still under way
_fresh = itertools.count()


@dataclass(frozen=True, slots=True)
class Visit:
    """`comes`: how a visitor gets credentials, before the measuring. `lasts`: visits until another visitor comes."""

    does: Step
    comes: Callable[[Visitor], Awaitable[Mapping[str, str]]] | None = None
    lasts: int = 0


def _fresh_key() -> str:
    return f"country=b{next(_fresh)}"


async def say_hello(visitor: Visitor) -> None:
    await visitor.api("GET", "hello", "/hello")


async def list_products(visitor: Visitor) -> None:
    await visitor.api("GET", "product", f"/products?{_fresh_key()}")


async def show_product(visitor: Visitor) -> None:
    await visitor.api("GET", "product", f"/products/{_handle(visitor)}?{_fresh_key()}")


async def search(visitor: Visitor) -> None:
    await visitor.api("GET", "product", f"/products?q={_words(visitor)}&{_fresh_key()}")


async def search_common_word(visitor: Visitor) -> None:
    await visitor.api("GET", "product", f"/products?q={_word(visitor)}&{_fresh_key()}")


async def facets(visitor: Visitor) -> None:
    await visitor.api("GET", "product", f"/products/facets?{_fresh_key()}")


async def facets_with_option(visitor: Visitor) -> None:
    await visitor.api("GET", "product", f"/products/facets?{_option(visitor)}&{_fresh_key()}")


async def search_with_facets(visitor: Visitor) -> None:
    words = _words(visitor)
    await visitor.api("GET", "product", f"/products?q={words}&{_fresh_key()}")
    await visitor.api("GET", "product", f"/products/facets?q={words}&{_fresh_key()}")


async def suggest(visitor: Visitor) -> None:
    """One letter more is typed each time; the average of a word."""
    word = _word(visitor)
    typed = word[: visitor.chance.randint(2, len(word))]
    await visitor.api("GET", "product", f"/suggestions?q={typed}&{_fresh_key()}")


async def search_mistyped(visitor: Visitor) -> None:
    word = _word(visitor)
    await visitor.api("GET", "product", f"/products?q={word[0]}{word[2]}{word[1]}{word[3:]}&{_fresh_key()}")


async def show_related(visitor: Visitor) -> None:
    await visitor.api("GET", "product", f"/products/{_handle(visitor)}/related?{_fresh_key()}")


async def list_categories(visitor: Visitor) -> None:
    await visitor.api("GET", "product", f"/categories?{_fresh_key()}")


async def home_page(visitor: Visitor) -> None:
    await visitor.page(f"/?{_fresh_key()}")


async def listing_page(visitor: Visitor) -> None:
    await visitor.page(f"/products?{_fresh_key()}")


async def product_page(visitor: Visitor) -> None:
    await visitor.page(f"/products/{_handle(visitor)}?{_fresh_key()}")


async def cached_listing_page(visitor: Visitor) -> None:
    await visitor.page("/products")


async def cached_product_page(visitor: Visitor) -> None:
    await visitor.page(f"/products/{visitor.place.handles[0]}")


async def cached_list(visitor: Visitor) -> None:
    await visitor.api("GET", "product", "/products")


async def add_to_bag(visitor: Visitor) -> None:
    await _add(visitor, visitor.chance.choice(visitor.place.skus))


async def check_out(visitor: Visitor) -> None:
    await _buy(visitor, visitor.chance.choice(visitor.place.skus))


async def check_out_hot(visitor: Visitor) -> None:
    await _buy(visitor, visitor.place.skus[0])


async def change_price(visitor: Visitor) -> None:
    sku = quote(visitor.chance.choice(visitor.place.skus), safe="")
    await visitor.api("PATCH", "product", f"/variants/{sku}", {"price": visitor.chance.choice(BELOW_EVERY_SALE)})


async def _buy(visitor: Visitor, sku: str) -> None:
    """From the door to the confirmed order: bag, address, delivery, card."""
    await visitor.become_guest()
    await _add(visitor, sku)
    chosen = {"contact": CONTACT, "address": ADDRESS}
    offered = (await visitor.api("PUT", "cart", "/checkout", chosen)).json()["delivery_options"]
    delivery = visitor.chance.choice(offered)["code"]
    checkout = (await visitor.api("PUT", "cart", "/checkout", {**chosen, "delivery": delivery})).json()
    card = (await visitor.api("POST", "order", "/simulated-cards", CARD)).json()
    body = {
        "checkout_id": checkout["id"],
        "expected_total": checkout["totals"]["total"],
        "payment": {"method": "card", "token": card["token"]},
    }
    key = new_key()
    order = {"state": "pending"}
    for _ in range(PATIENCE):
        order = (await visitor.api("POST", "order", "/orders", body, key=key)).json()
        if order["state"] != "pending":
            break
        await asyncio.sleep(ASK_AGAIN_S)
    if order["state"] != "confirmed":
        raise WrongAnswer(f"An order is {order['state']}, not confirmed: {order.get('failure')}")


async def _add(visitor: Visitor, sku: str) -> None:
    await visitor.api("POST", "cart", "/cart/items", {"sku": sku, "quantity": 1}, key=new_key())


def _handle(visitor: Visitor) -> str:
    return visitor.chance.choice(visitor.place.handles)


def _words(visitor: Visitor) -> str:
    return "+".join(visitor.chance.choice(group) for group in visitor.place.words)


def _word(visitor: Visitor) -> str:
    return visitor.chance.choice(visitor.place.words[-1])


def _option(visitor: Visitor) -> str:
    name, _, values = visitor.place.option.partition("=")
    return f"option.{name}={visitor.chance.choice(values.split(','))}"


VISITS: Mapping[str, Visit] = {
    "hello": Visit(say_hello),
    "list": Visit(list_products),
    "product": Visit(show_product),
    "search": Visit(search),
    "search-word": Visit(search_common_word),
    "facets": Visit(facets),
    "facets-option": Visit(facets_with_option),
    "search-facets": Visit(search_with_facets),
    "suggestions": Visit(suggest),
    "search-mistyped": Visit(search_mistyped),
    "related": Visit(show_related),
    "categories": Visit(list_categories),
    "home-page": Visit(home_page),
    "listing-page": Visit(listing_page),
    "product-page": Visit(product_page),
    "listing-cached": Visit(cached_listing_page),
    "product-cached": Visit(cached_product_page),
    "list-cached": Visit(cached_list),
    "add": Visit(add_to_bag, Visitor.become_guest, ADDS_PER_BAG),
    "checkout": Visit(check_out, lasts=1),
    "checkout-hot": Visit(check_out_hot, lasts=1),
    "price": Visit(change_price, Visitor.become_admin),
}
