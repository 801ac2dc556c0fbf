"""Door 1: HTTP."""

from __future__ import annotations

from kit.http.router import Router
from souk_support.routes import attachments, canned, desk, editing, help_center, tickets

router = Router()
router.include_router(help_center.router)
router.include_router(tickets.router)
router.include_router(attachments.router)
router.include_router(desk.router)
router.include_router(canned.router)
router.include_router(editing.router)
