"""Logins at providers, and those that open an account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from souk_user.domain.providers import LinkedLogin, Provider, Return
from souk_user.schemas.bodies import Body, Password


class ProviderView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    name: str
    shown_as: str


class ProviderList(BaseModel):
    items: list[ProviderView]
    next_cursor: None = None

    @classmethod
    def of(cls, providers: Sequence[Provider]) -> Self:
        return cls(items=[ProviderView.model_validate(each) for each in providers])


class Onward(BaseModel):
    url: str = Field(description="Where the browser goes next: a page of the provider.")


class BroughtBack(Body):
    """What the provider has added to the address that it sends the browser back to."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=4096)]
    state: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    iss: Annotated[str, StringConstraints(max_length=255)] | None = None

    def brought(self) -> Return:
        return Return(self.code, self.state, self.iss)


class ByPassword(Body):
    password: Password


class LinkedLoginView(BaseModel):
    id: UUID
    provider: str | None = Field(description="Null where the shop takes logins from there no more.")
    shown_as: str
    email: str | None = Field(description="As it was when it was linked.")
    linked_at: datetime
    used_at: datetime


class LinkedLoginList(BaseModel):
    items: list[LinkedLoginView] = Field(description="One for each provider at most.")
    next_cursor: None = None

    @classmethod
    def of(cls, logins: Sequence[LinkedLogin], providers: Sequence[Provider]) -> Self:
        known = {each.issuer: each for each in providers}
        return cls(items=[_view(login, known.get(login.issuer)) for login in logins])


def _view(login: LinkedLogin, provider: Provider | None) -> LinkedLoginView:
    return LinkedLoginView(
        id=login.id,
        provider=provider.name if provider else None,
        shown_as=provider.shown_as if provider else login.host,
        email=login.email,
        linked_at=login.linked_at,
        used_at=login.used_at,
    )
