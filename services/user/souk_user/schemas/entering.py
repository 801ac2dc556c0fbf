"""Signing up, signing in, and codes for it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from contracts.people import Email, Phone, Words
from kit.mail import Channel
from souk_user.domain.accounts import Credentials
from souk_user.domain.codes import Contact, Purpose, canonical_phone
from souk_user.domain.emails import canonical_email, usable_email
from souk_user.domain.sessions import ACCESS_LIFETIME, SignedInTokens
from souk_user.schemas.bodies import Body, KnownEmail, Password, TypedText


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


class LogInAtOnce(LogIn):
    second_factor: TypedText | None = Field(None, description="Of an authenticator, or a recovery code.")


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
    code: TypedText


class NewPassword(TypedCode):
    password: Password


class PasswordChange(Body):
    old_password: Password
    password: Password


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
