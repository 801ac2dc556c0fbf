"""The front of a service: Router, and what routes ask for."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from kit.http.device import Device, DeviceInfo
from kit.http.language import Language
from kit.http.route import SoukRoute

__all__ = [
    "API",
    "ClientAddress",
    "Device",
    "DeviceInfo",
    "Language",
    "Router",
    "depends",
    "raw_json",
]

API: Final = "/api/v1"


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
    return address_prefix(request.client.host) if request.client else "unknown"


def address_prefix(address: str) -> str:
    """The address, of IPv6 its /64 prefix: that is one line, and counted one by one no limit would ever hold."""
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
