"""A service as an ASGI app: its routes, the layers around them, and health."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp

from kit.calls.client import Unavailable
from kit.data.database_errors import DatabaseUnavailable, TextUnstorable
from kit.data.idempotency import IdempotencyKeyReused, StillRunning
from kit.errors import SoukError
from kit.http import openapi, people
from kit.http.callers import Gate
from kit.http.cors import Cors
from kit.http.denials import (
    GuestNeeded,
    PermissionNeeded,
    ServiceKeyNeeded,
    SignInNeeded,
    TokenExpired,
    TokenInvalid,
    WrongUserType,
)
from kit.http.edge import Edge
from kit.http.limits import TooMany
from kit.http.pages import CursorInvalid
from kit.http.problems import (
    BodyTooLarge,
    FrameworkRefusal,
    InternalError,
    InvalidRequest,
    MethodNotAllowed,
    NoSuchRoute,
)
from kit.http.route import SoukRoute, dependants
from kit.http.routes import Routes
from kit.http.same_site import CrossSiteRequest
from kit.names import DEVICE_HEADER, GUEST_HEADER, IDEMPOTENCY_HEADER, TRACE_HEADER
from kit.running import health, lifespan
from kit.running.service import Infra, Service
from kit.settings import ServiceSettings

# Besides them, what the service's own routes declare as header parameters.
CORS_HEADERS = (
    "authorization",
    "content-type",
    IDEMPOTENCY_HEADER,
    "if-match",
    "if-none-match",
    TRACE_HEADER,
    DEVICE_HEADER,
    GUEST_HEADER,
)
CORS_EXPOSED = ("etag", "idempotent-replayed", "location", "retry-after")


# What kit refuses by itself, whatever the route.
OF_EVERY_ROUTE: tuple[type[SoukError], ...] = (
    *(SignInNeeded, GuestNeeded, TokenExpired, TokenInvalid, WrongUserType, PermissionNeeded),
    *(ServiceKeyNeeded, CrossSiteRequest, InvalidRequest, BodyTooLarge, TextUnstorable, CursorInvalid),
    *(TooMany, IdempotencyKeyReused, StillRunning),
    *(NoSuchRoute, MethodNotAllowed, FrameworkRefusal, InternalError, DatabaseUnavailable, Unavailable),
)


class RouteWithoutCaller(RuntimeError):
    """A route says nothing about who may call it, so the service is not built."""

    def __init__(self, service: str, routes: list[str]) -> None:
        super().__init__(
            f"{service}: no route may stay silent about who may call it: {', '.join(routes)}. "
            "Give each a parameter annotated with Anyone, AnyShopper, SignedIn, Customer, MaybeShopper, "
            "Annotated[User, staff(...)] or Annotated[str, from_service(...)] from kit.http.auth."
        )


def make_app(service: Service[Any], settings: ServiceSettings, infra: Infra) -> FastAPI:
    """Opens no socket, thread or loop, so a parent may build and fork; all that connects is in the lifespan."""
    silent = [_named(route) for route in service.router.routes if not getattr(route, "callers", ())]
    if silent:
        raise RouteWithoutCaller(service.name, silent)
    app = FastAPI(
        title=f"Souk {service.name}",
        version=service.version,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        # FastAPI's own spans carry query strings; kit/http/edge.py writes one span of allowed fields.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        lifespan=lifespan.of(service, settings, infra),
    )
    app.state.deps = service.deps
    app.state.infra = infra
    app.state.settings = settings
    app.state.service = service
    app.state.exporter = None  # the lifespan makes one where an endpoint is set: it has threads
    app.state.gate = Gate(infra.keys, infra.clock, settings.callers, frozenset(settings.origins), settings.https)
    health.install(app, service, infra)
    app.router.routes.extend(service.router.routes)
    if service.people is not None:
        app.router.routes.extend(people.router.routes)
    openapi.install(app, OF_EVERY_ROUTE)
    # In place of the framework's own seven layers, of which the edge does what a service needs.
    app.middleware_stack = _with_cors(Edge(Routes(app.router), service.name), service, settings)
    return app


def _with_cors(app: ASGIApp, service: Service[Any], settings: ServiceSettings) -> ASGIApp:
    if not settings.origins:
        return app
    return Cors(
        app,
        allow_origins=list(settings.origins),
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=sorted({*CORS_HEADERS, *_declared_headers(service)}),
        allow_credentials=True,
        expose_headers=list(CORS_EXPOSED),
        max_age=7200,
    )


def _declared_headers(service: Service[Any]) -> Iterator[str]:
    for route in service.router.routes:
        for dependant in dependants(route.dependant) if isinstance(route, SoukRoute) else ():
            yield from (param.alias.lower() for param in dependant.header_params)


def _named(route: Any) -> str:
    methods = ",".join(sorted(getattr(route, "methods", None) or {"?"}))
    return f"{methods} {getattr(route, 'path', route)}"
