"""What people have here: profile, addresses, sessions, wishes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from contracts.people import NO_CONTROLS, Phone, PostalAddress, Words
from kit.http.tokens import UserType
from souk_user.domain import accounts
from souk_user.domain.sessions import Session
from souk_user.domain.wishes import Wish
from souk_user.schemas.bodies import Body


class SessionView(BaseModel):
    id: UUID
    device: str = Field(description="What the client said it is, such as Chrome 143, Android; or nothing.")
    started_at: datetime
    last_seen_at: datetime = Field(description="Ten minutes early at most.")
    current: bool


class SessionList(BaseModel):
    items: list[SessionView]
    next_cursor: None = None

    @classmethod
    def of(cls, sessions: Sequence[Session], current: UUID) -> Self:
        items = [
            SessionView(
                id=each.id,
                device=each.device,
                started_at=each.started_at,
                last_seen_at=each.last_seen_at or each.started_at,
                current=each.id == current,
            )
            for each in sessions
        ]
        return cls(items=items)


class WishBody(Body):
    handle: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=NO_CONTROLS)]


class WishView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    product_id: UUID
    handle: str
    added_at: datetime


class WishList(BaseModel):
    items: list[WishView] = Field(description="The newest first; 200 at most.")
    next_cursor: None = None

    @classmethod
    def of(cls, wishes: Sequence[Wish]) -> Self:
        return cls(items=[WishView.model_validate(wish) for wish in wishes])


class GuestView(BaseModel):
    guest_id: UUID
    signed: str | None = Field(description="For x-guest-id; browsers get it as an HttpOnly cookie and null here.")


class Me(BaseModel):
    id: UUID
    type: UserType
    name: str
    email: str
    phone: str | None
    email_verified: bool
    phone_verified: bool = Field(description="It may log in by a code.")
    has_password: bool = Field(description="Who came by a provider has none until they set one.")

    @classmethod
    def of(cls, account: accounts.Account) -> Self:
        return cls(
            id=account.id,
            type=account.type,
            name=account.name,
            email=account.email,
            phone=account.phone,
            email_verified=account.email_verified_at is not None,
            phone_verified=account.verified_phone is not None,
            has_password=account.password_hash is not None,
        )


class ProfileChange(Body):
    """Fields that are left out stay as they are."""

    name: Words | None = None
    phone: Phone | None = None  # null removes it

    def changes(self) -> dict[str, str | None]:
        sent = self.model_dump(exclude_unset=True)
        return {field: value for field, value in sent.items() if field == "phone" or value is not None}


class AddressBody(PostalAddress):
    model_config = ConfigDict(extra="forbid")

    is_default: bool = False

    def to_address(self, address_id: UUID) -> accounts.Address:
        return accounts.Address(id=address_id, **self.model_dump())


class AddressView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    phone: str
    line1: str
    line2: str
    city: str
    state: str
    postal_code: str
    country: str
    is_default: bool


class AddressList(BaseModel):
    items: list[AddressView]
    next_cursor: None = None  # an account's addresses are few: one page holds them all
