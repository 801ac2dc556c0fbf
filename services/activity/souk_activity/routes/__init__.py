"""Door 1: HTTP."""

from kit.http.router import Router
from souk_activity.routes import reports, showing, taking, trail

router = Router()
router.include_router(taking.router)
router.include_router(showing.router)
router.include_router(reports.router)
router.include_router(trail.router)
