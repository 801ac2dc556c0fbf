"""Door 1: HTTP."""

from kit.http.router import Router
from souk_order.routes import challenges, invoices, lookups, orders, refunds, simulation, webhooks

router = Router()
router.include_router(simulation.router)
router.include_router(orders.router)
router.include_router(challenges.router)
router.include_router(lookups.router)
router.include_router(invoices.router)
router.include_router(refunds.router)
router.include_router(webhooks.router)
