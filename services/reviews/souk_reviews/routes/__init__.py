"""Door 1: HTTP."""

from kit.http.router import Router
from souk_reviews.routes import mine, moderating, reading

router = Router()
router.include_router(reading.router)
router.include_router(mine.router)
router.include_router(moderating.router)
