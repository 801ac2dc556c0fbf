"""The countries that the shop delivers to are loaded from files."""

from __future__ import annotations

from collections.abc import Sequence

from souk_logistics.domain.country_files import CountryFiles
from souk_logistics.ports import CountryFileStore


async def load(store: CountryFileStore, countries: Sequence[CountryFiles]) -> list[str]:
    """Load every country that changed; gives the codes of those loaded."""
    loaded: list[str] = []
    for files in countries:
        async with store.transaction() as bound:
            if await bound.replace_country(files):
                loaded.append(files.country)
    return loaded
