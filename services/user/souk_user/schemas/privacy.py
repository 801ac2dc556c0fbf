"""A copy of everything, and good-bye."""

from __future__ import annotations

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from souk_user.domain.privacy import Export
from souk_user.schemas.bodies import Body, Password


class ProvedByPassword(Body):
    password: Password


class ExportView(BaseModel):
    id: UUID
    asked_at: datetime
    services: int = Field(description="How many are asked for their part.")
    answered: int
    waiting_for: list[str]
    ready_at: datetime | None = Field(description="Null while it is being made.")
    expires_at: datetime | None


class LatestExport(BaseModel):
    export: ExportView | None

    @classmethod
    def of(cls, export: Export | None) -> Self:
        if export is None:
            return cls(export=None)
        return cls(
            export=ExportView(
                id=export.id,
                asked_at=export.asked_at,
                services=len(export.holders),
                answered=len(export.answered),
                waiting_for=list(export.missing),
                ready_at=export.ready_at,
                expires_at=export.expires_at,
            )
        )
