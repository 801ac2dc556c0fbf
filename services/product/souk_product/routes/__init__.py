"""Door 1: HTTP."""

from kit.http.router import Router
from souk_product.routes import catalogue, stock

router = Router()
router.include_router(catalogue.router)
router.include_router(stock.router)
