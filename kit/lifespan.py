"""What runs beside the requests of one service, from start to drain."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from fastapi import FastAPI

from kit.service import Infra, Service
from kit.settings import ServiceSettings


def of(
    service: Service[Any], settings: ServiceSettings, infra: Infra
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield

    return lifespan
