"""Door 2: what other services announce."""

from __future__ import annotations

from contracts.product import BackInStock
from kit.messaging.handlers import Handlers
from souk_user.actions import notices
from souk_user.actions.deps import Deps
from souk_user.domain.notices import Return

handlers: Handlers[Deps] = Handlers()


@handlers.on(BackInStock)
async def tell_who_waits(event: BackInStock, deps: Deps) -> None:
    back = Return(event.id, event.product_id, event.sku, event.handle, event.title, event.options)
    await notices.tell_of_return(deps, back)
