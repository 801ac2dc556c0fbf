"""What the routes share."""

from __future__ import annotations

from typing import Annotated

from kit.http.router import depends
from souk_cart.actions.deps import Deps
from souk_cart.domain.cart import BagRefused
from souk_cart.domain.offers import PricesUnavailable

CartDeps = Annotated[Deps, depends(Deps)]
NO_OFFERS = (PricesUnavailable, BagRefused)
