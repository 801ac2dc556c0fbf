"""Door 1: HTTP."""

from kit.http.router import Router
from souk_cart.routes import carts, checkouts, promotions

router = Router()
router.include_router(carts.router)
router.include_router(checkouts.router)
router.include_router(promotions.router)
