"""Door 1: HTTP."""

from __future__ import annotations

from kit.http.router import Router
from souk_content.routes import banners, faqs, media, pages, reading

router = Router()
router.include_router(reading.router)
router.include_router(pages.router)
router.include_router(banners.router)
router.include_router(faqs.router)
router.include_router(media.router)
