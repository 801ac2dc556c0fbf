"""What the routes of the order service take in."""

from __future__ import annotations

from typing import Annotated

from fastapi import Header

from contracts.order import MAX_LINK_TOKEN_LENGTH, ORDER_LINK_HEADER
from kit.http.auth import Shopper
from kit.http.router import depends
from souk_order.actions.deps import Deps
from souk_order.actions.reading import Reader

OrderDeps = Annotated[Deps, depends(Deps)]
LinkToken = Annotated[str | None, Header(alias=ORDER_LINK_HEADER, max_length=MAX_LINK_TOKEN_LENGTH)]


def reader_of(shopper: Shopper | None, link_token: str | None) -> Reader:
    return Reader(shopper.customer_id if shopper else None, link_token)
