"""What the routes share."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import Header, Path

from contracts.support import TICKET_LINK_HEADER
from kit.http.auth import Shopper, User, staff
from kit.http.router import depends
from souk_support.actions.deps import Deps
from souk_support.actions.reading import Reader
from souk_support.domain.articles import Slug
from souk_support.domain.links import LONGEST_TOKEN
from souk_support.schemas.tickets import Passes

PRIVATE: Final = "private, no-store"

SupportDeps = Annotated[Deps, depends(Deps)]
Agent = Annotated[User, staff("tickets:answer")]
ArticleEditor = Annotated[User, staff("articles:edit")]
SlugInPath = Annotated[Slug, Path()]
LinkToken = Annotated[str | None, Header(alias=TICKET_LINK_HEADER, max_length=LONGEST_TOKEN)]


def reader_of(shopper: Shopper | None, link_token: str | None) -> Reader:
    return Reader(shopper.customer_id if shopper else None, link_token, shopper.key if shopper else "")


def passes_of(deps: Deps, now: datetime) -> Passes:
    def file_pass(attachment_id: UUID) -> str:
        return deps.links.file_pass(attachment_id, now)

    return file_pass
