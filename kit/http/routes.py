"""Which route a request is for: by its path alone where that has no parameters, else the first that fits."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.routing import BaseRoute, Match, Router
from starlette.types import Receive, Scope, Send

from kit.http.route import SoukRoute


class Routes:
    """The framework's router matches all routes one after the other; it is asked where nothing is found here."""

    def __init__(self, router: Router) -> None:
        self._router = router
        known = [route for route in router.routes if isinstance(route, SoukRoute)]
        self._plain = {
            (method, route.path): route
            for route in known
            if not route.param_convertors
            for method in route.methods or ()
            if _first(router.routes, method, route.path) is route
        }
        self._others = [(route.path_regex.match, route) for route in known if route.param_convertors]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            route = self._plain.get((scope["method"], scope["path"]))
            if route is not None:
                scope["route"], scope["path_params"] = route, {}
                await route.handle(scope, receive, send)
                return
            for fits, other in self._others:
                if fits(scope["path"]):
                    match, found = other.matches(scope)
                    if match is Match.FULL:
                        scope.update(found)
                        await other.handle(scope, receive, send)
                        return
        await self._router(scope, receive, send)


def _first(routes: Sequence[BaseRoute], method: str, path: str) -> BaseRoute:
    """A path without parameters may fit an earlier route that has some."""
    asked = {"type": "http", "method": method, "path": path}
    return next(route for route in routes if route.matches(asked)[0] is Match.FULL)
