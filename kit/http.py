"""The front of a service: Router, make_app and what routes ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from ipaddress import ip_address, ip_network
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response

from kit import health, lifespan, openapi, problems
from kit.auth import Gate
from kit.device import Device, DeviceInfo
from kit.edge import Edge
from kit.encoding import API
from kit.names import DEVICE_HEADER, GUEST_HEADER, IDEMPOTENCY_HEADER, TRACE_HEADER
from kit.route import SoukRoute, dependants
from kit.service import Infra, Service
from kit.settings import ServiceSettings

__all__ = [
    "API",
    "ClientAddress",
    "Device",
    "DeviceInfo",
    "RouteWithoutCaller",
    "Router",
    "depends",
    "make_app",
    "raw_json",
]


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


class RouteWithoutCaller(RuntimeError):
    """A route says nothing about who may call it, so the service is not built."""

    def __init__(self, service: str, routes: list[str]) -> None:
        super().__init__(
            f"{service}: no route may stay silent about who may call it: {', '.join(routes)}. "
            "Give each a parameter annotated with Anyone, AnyShopper, SignedIn, Customer, Seller, Admin, "
            "MaybeShopper or Annotated[str, from_service(...)] from kit.auth."
        )


class Router(APIRouter):
    """FastAPI's router under /api/v1, with Souk's route class."""

    def __init__(self, prefix: str = API, **options: Any) -> None:
        options.setdefault("route_class", SoukRoute)
        super().__init__(
            prefix=prefix,
            redirect_slashes=False,
            generate_unique_id_function=lambda route: route.name,
            **options,
        )

    def include_router(self, router: APIRouter, **options: Any) -> None:
        """Takes the routes themselves: FastAPI's inclusion would match every path twice per request."""
        if options:
            raise TypeError("Give the inner Router its own prefix; inclusion takes no options.")
        self.routes.extend(router.routes)


def depends(kind: type[Any]) -> Any:
    """`OrderDeps = Annotated[Deps, depends(Deps)]`: the service's own dependencies."""

    async def deps_of(request: Request) -> Any:
        return request.scope["app"].state.deps

    return Depends(deps_of)


async def _client_address(request: Request) -> str:
    return one_household(request.client.host) if request.client else "unknown"


def one_household(address: str) -> str:
    """A line has 2^64 IPv6 addresses: counted one by one, no limit would ever hold."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if known.version == 4:
        return str(known)
    return str(known.ipv4_mapped or ip_network((known, 64), strict=False))


# To count tries by. Behind the gateway it is the shopper's: the server reads X-Forwarded-For from loopback only.
ClientAddress = Annotated[str, Depends(_client_address)]


def raw_json(content: bytes | str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """JSON that is already written, for example by PostgreSQL; it is not parsed again."""
    return Response(content, status, dict(headers) if headers else None, "application/json")


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
        # FastAPI's own spans carry query strings; kit/edge.py writes one span of allowed fields.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        middleware=list(_middleware(service, settings)),
        lifespan=lifespan.of(service, settings, infra),
    )
    app.state.deps = service.deps
    app.state.infra = infra
    app.state.settings = settings
    app.state.service = service
    app.state.exporter = None  # the lifespan makes one where an endpoint is set: it has threads
    app.state.gate = Gate(infra.keys, infra.clock, settings.callers, frozenset(settings.origins))
    problems.install(app)
    health.install(app, service, infra)
    app.router.routes.extend(service.router.routes)
    openapi.install(app, service)
    app.middleware_stack = app.build_middleware_stack()
    return app


def _middleware(service: Service[Any], settings: ServiceSettings) -> Iterator[Middleware]:
    if settings.origins:
        yield Middleware(
            CORSMiddleware,
            allow_origins=list(settings.origins),
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=sorted({*CORS_HEADERS, *_declared_headers(service)}),
            allow_credentials=True,
            expose_headers=list(CORS_EXPOSED),
            max_age=7200,
        )
    yield Middleware(Edge, service=service.name)


def _declared_headers(service: Service[Any]) -> Iterator[str]:
    for route in service.router.routes:
        for dependant in dependants(route.dependant) if isinstance(route, SoukRoute) else ():
            yield from (param.alias.lower() for param in dependant.header_params)


def _named(route: Any) -> str:
    methods = ",".join(sorted(getattr(route, "methods", None) or {"?"}))
    return f"{methods} {getattr(route, 'path', route)}"
