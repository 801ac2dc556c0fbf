"""Where what an editor changes is shown: the addresses that the gateway keeps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

SERVICE = "/content-service/api/v1"
ZONE = "/content"
HOME = "home"
FAQ_PAGE = f"{ZONE}/faq"
# A page that was being rendered from the old content when the new came may be kept after the first refresh.
ONCE_MORE_AFTER = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Refresh:
    """`failures`: how often the gateway could not be asked for it."""

    id: int
    address: str
    failures: int


def path_of(slug: str) -> str:
    return "/" if slug == HOME else f"{ZONE}/{slug}"


def of_page(slug: str) -> tuple[str, ...]:
    return f"{SERVICE}/pages/{slug}", path_of(slug)


def of_slot(slot: str, pages: Iterable[str]) -> tuple[str, ...]:
    """`pages` are those that show the slot."""
    return f"{SERVICE}/banners/{slot}", *map(path_of, pages)


def of_faqs(pages: Iterable[str]) -> tuple[str, ...]:
    return f"{SERVICE}/faqs", FAQ_PAGE, *map(path_of, pages)


def in_languages(address: str, prefixes: Iterable[str]) -> tuple[str, ...]:
    """A page is kept once for each; an answer of ours is the same in all."""
    if address.startswith(f"{SERVICE}/"):
        return (address,)
    return tuple(prefix + ("" if prefix and address == "/" else address) for prefix in prefixes)


def twice(moment: datetime) -> tuple[datetime, datetime]:
    return moment, moment + ONCE_MORE_AFTER
