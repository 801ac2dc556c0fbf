"""Accept-Language: what a caller reads. One of the shop's languages; its own where the header names none of them.

Our pages send the one that they are written in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

LONGEST_HEADER = 500


def chosen(header: str, languages: Sequence[str]) -> str:
    """The first that is listed, as browsers list them by preference; else one of the same name in another country."""
    for tag in header[:LONGEST_HEADER].split(","):
        wanted = tag.partition(";")[0].strip().lower()
        same_name = [each for each in languages if _name(each) == _name(wanted)]
        if same_name:
            return next((each for each in same_name if each.lower() == wanted), same_name[0])
    return languages[0]


def _name(locale: str) -> str:
    return locale.partition("-")[0].lower()


async def _language_of(request: Request) -> str:
    settings = request.scope["app"].state.settings
    return chosen(request.headers.get("accept-language", ""), settings.languages or (settings.locale,))


Language = Annotated[str, Depends(_language_of)]
