"""What goes over the wire."""

from __future__ import annotations

from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from contracts.people import LONGEST_EMAIL, NO_CONTROLS, Email, Phone, PostalAddress, Words
from kit.http.tokens import UserType
from souk_user.domain import accounts
from souk_user.domain.accounts import Credentials
from souk_user.domain.sessions import ACCESS_LIFETIME, SignedInTokens

# The rule about a password's length is the domain's; this only bounds the work.
Password = Annotated[str, StringConstraints(max_length=1024)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SignUp(Body):
    name: Words
    email: Email
    password: Password

    def credentials(self) -> Credentials:
        return Credentials(self.email, self.password)


class LogIn(Body):
    email: Annotated[str, StringConstraints(max_length=LONGEST_EMAIL, pattern=NO_CONTROLS)]
    password: Password

    def credentials(self) -> Credentials:
        return Credentials(self.email, self.password)


class GuestView(BaseModel):
    guest_id: UUID
    signed: str | None = Field(description="For x-guest-id; browsers get it as an HttpOnly cookie and null here.")


class Me(BaseModel):
    id: UUID
    type: UserType
    name: str
    email: str
    phone: str | None

    @classmethod
    def of(cls, account: accounts.Account) -> Self:
        return cls(id=account.id, type=account.type, name=account.name, email=account.email, phone=account.phone)


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


class RefreshBody(Body):
    refresh_token: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class TokensView(BaseModel):
    """For clients that are no browsers."""

    token_type: str = "Bearer"  # noqa: S105  a name, no secret
    access_token: str
    expires_in: int = Field(description="Seconds that the access token lives.")
    refresh_token: str

    @classmethod
    def of(cls, tokens: SignedInTokens) -> Self:
        seconds = int(ACCESS_LIFETIME.total_seconds())
        return cls(access_token=tokens.access, expires_in=seconds, refresh_token=tokens.refresh)


class Jwk(BaseModel):
    kty: str
    crv: str
    use: str
    alg: str
    kid: str
    x: str


class Jwks(BaseModel):
    keys: list[Jwk]
