"""Door 1: HTTP."""

from kit.http.router import Router
from souk_product.routes import catalogue, staff, stock

router = Router()
router.include_router(catalogue.router)
router.include_router(stock.router)
router.include_router(staff.router)
