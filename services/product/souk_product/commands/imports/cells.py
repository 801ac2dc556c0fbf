"""One cell as what it means; each raises ValueError with the reason, for the report."""

from __future__ import annotations

import html
import re
from decimal import Decimal
from functools import lru_cache

import nh3
from yarl import URL

from souk_product.domain.products import MOST_AMOUNT
from souk_product.domain.stock import MOST_ON_SHELF, StockPolicy

# Where the minor unit is not a hundredth.
_MINOR_DIGITS = {"BHD": 3, "CLP": 0, "ISK": 0, "JOD": 3, "JPY": 0, "KRW": 0, "KWD": 3, "OMR": 3, "TND": 3, "VND": 0}
_TAGS = {
    "a", "b", "blockquote", "br", "em", "h2", "h3", "h4", "i", "li", "ol", "p", "strong", "sub", "sup",
    "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes={"a": {"href"}, "td": {"colspan"}, "th": {"colspan"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener nofollow",
)


_PRICE = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")
_PIECES = re.compile(r"-?[0-9]{1,9}")
_GRAMS = re.compile(r"[0-9]{1,8}(\.[0-9]+)?")


@lru_cache(maxsize=10_000)  # the variants of a product often cost the same
def minor_units(text: str, currency: str) -> int:
    digits = _MINOR_DIGITS.get(currency, 2)
    if not _PRICE.fullmatch(text):
        raise ValueError(f'"{text}" is not a price; write digits and a point, like 1299.00')
    minor = Decimal(text).scaleb(digits)
    if minor != minor.to_integral_value():
        raise ValueError(f'"{text}" has more than {digits} decimal places, and {currency} has no smaller coin')
    if minor > MOST_AMOUNT:
        raise ValueError(f'"{text}" is too high a price')
    return int(minor)


def quantity(text: str) -> int:
    """Shopify exports oversold stock as a negative number: that is none."""
    if not text:
        return 0
    if not _PIECES.fullmatch(text) or int(text) > MOST_ON_SHELF:
        raise ValueError(f'"{text}" is not a number of pieces; write a whole number')
    return max(0, int(text))


def stock_policy(text: str) -> StockPolicy:
    if text.lower() not in ("", "deny", "continue"):
        raise ValueError(f'"{text[:100]}" is no inventory policy; write deny or continue')
    return StockPolicy.BACKORDER if text.lower() == "continue" else StockPolicy.TRACKED


def grams(text: str) -> int:
    if not text:
        return 0
    if not _GRAMS.fullmatch(text):
        raise ValueError(f'"{text}" is not a weight in grams; write a whole number')
    return int(text) if text.isdigit() else round(Decimal(text))


def yes(text: str, *, unsaid: bool) -> bool:
    if not text:
        return unsaid
    if text.lower() not in ("true", "false"):
        raise ValueError(f'"{text}" is neither true nor false')
    return text.lower() == "true"


def web_address(text: str) -> str:
    if len(text) > 2000 or not _is_web_address(text):
        raise ValueError(f'"{text[:100]}" is not a web address; write one that begins with https://')
    return text


def _is_web_address(text: str) -> bool:
    try:
        url = URL(text)
        (url.host or "").encode("idna")  # labels are neither empty nor longer than 63 letters
        return url.scheme in ("http", "https") and bool(url.host) and url.port is not None
    except ValueError:  # also of a port that is none
        return False


def clean_html(text: str) -> str:
    """Keeps structure, drops scripts, styles, pictures and everything that could act; plain text becomes paragraphs."""
    if not nh3.is_html(text):
        paragraphs = re.split(r"\n\s*\n", text.strip())
        return "".join(f"<p>{html.escape(part.strip(), quote=False)}</p>" for part in paragraphs if part.strip())
    return _CLEANER.clean(text).strip()


def tags(text: str) -> tuple[str, ...]:
    found = (tag.strip()[:100] for tag in text.split(","))
    return tuple(dict.fromkeys(tag for tag in found if tag))[:100]
