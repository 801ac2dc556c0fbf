"""Door 1: HTTP."""

from __future__ import annotations

from kit.http.router import Router
from souk_user.routes import (
    codes,
    me,
    notices,
    privacy,
    providers,
    second_factor,
    sessions,
    sign_in,
    sign_up,
    teams,
    wishes,
)

router = Router()
router.include_router(sign_in.router)
router.include_router(sign_up.router)
router.include_router(codes.router)
router.include_router(providers.router)
router.include_router(me.router)
router.include_router(sessions.router)
router.include_router(second_factor.router)
router.include_router(teams.router)
router.include_router(wishes.router)
router.include_router(notices.router)
router.include_router(privacy.router)
