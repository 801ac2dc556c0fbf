"""Which errors a route may answer with: its OpenAPI lists their codes, and every test is held against the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from kit.errors import SoukError
from kit.http.problems import status_of_class

E = TypeVar("E", bound=Callable[..., Any])


def refuses(*errors: type[SoukError]) -> Callable[[E], E]:
    """Below the route's decorator: `@refuses(OutOfStock, CartFull)`; what kit refuses by itself needs no word."""

    def mark(endpoint: E) -> E:
        endpoint.souk_refusals = errors  # type: ignore[attr-defined]
        return endpoint

    return mark


def refusals_of(endpoint: Callable[..., Any]) -> tuple[type[SoukError], ...]:
    return getattr(endpoint, "souk_refusals", ())


def codes_of(errors: tuple[type[SoukError], ...]) -> Mapping[str, int]:
    """Code and status of each, in the order of the alphabet."""
    return {error.code: status_of_class(error) for error in sorted(errors, key=lambda error: error.code)}
