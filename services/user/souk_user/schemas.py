"""What goes over the wire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from contracts.people import LONGEST_EMAIL, NO_CONTROLS, Email, Phone, PostalAddress, Words
from kit.http.tokens import UserType
from kit.mail import Channel
from souk_user.domain import accounts
from souk_user.domain.accounts import Credentials
from souk_user.domain.codes import Contact, Purpose, canonical_phone
from souk_user.domain.emails import canonical_email, usable_email
from souk_user.domain.sessions import ACCESS_LIFETIME, Session, SignedInTokens
from souk_user.domain.wishes import Wish

# The rule about a password's length is the domain's; this only bounds the work.
Password = Annotated[str, StringConstraints(max_length=1024)]

# Whose it is is looked up: what nobody could have is nobody's.
KnownEmail = Annotated[str, StringConstraints(max_length=LONGEST_EMAIL, pattern=NO_CONTROLS)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SignUp(Body):
    name: Words
    email: Email
    password: Password

    def credentials(self) -> Credentials:
        return Credentials(self.email, self.password)


class LogIn(Body):
    email: KnownEmail
    password: Password

    def credentials(self) -> Credentials:
        return Credentials(self.email, self.password)


class AskCode(Body):
    """By e-mail, or to log in also by a phone number that was verified."""

    purpose: Literal[Purpose.LOG_IN, Purpose.RESET]
    email: KnownEmail | None = None
    phone: Phone | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.email is None) == (self.phone is None):
            raise PydanticCustomError("one-way", "Give an e-mail address or a phone number, and not both.")
        if self.phone and self.purpose is Purpose.RESET:
            raise PydanticCustomError("one-way", "A new password is set by e-mail.")
        return self

    def contact(self, country_code: str) -> Contact:
        if self.phone:
            return Contact(Channel.TEXT, canonical_phone(self.phone, country_code))
        return Contact(Channel.MAIL, canonical_email(self.email or ""))


class NewContact(Body):
    """Where one will be reached; the password shows that it is the owner who asks."""

    password: Password
    email: Email | None = None
    phone: Phone | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.email is None) == (self.phone is None):
            raise PydanticCustomError("one-way", "Give an e-mail address or a phone number, and not both.")
        return self

    def contact(self, country_code: str) -> Contact:
        if self.phone:
            return Contact(Channel.TEXT, canonical_phone(self.phone, country_code))
        return Contact(Channel.MAIL, usable_email(self.email or ""))


class CodeSent(BaseModel):
    """Said whether or not anybody was written to; the browser has its half of the code as a cookie."""

    expires_in: int = Field(description="Seconds that the code is good for.")


class TypedCode(Body):
    code: Annotated[str, StringConstraints(min_length=1, max_length=32)]


class NewPassword(TypedCode):
    password: Password


class PasswordChange(Body):
    old_password: Password
    password: Password


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
