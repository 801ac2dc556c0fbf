"""What an ID token must say (OpenID Connect Core, 3.1.3.7), once its signature is known to be the provider's."""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, cast

from pydantic import TypeAdapter, ValidationError

from contracts.people import Email
from souk_user.domain.emails import EmailUnusable, usable_email
from souk_user.domain.providers import AnswerUntrusted, Identity, Provider

# Public keys alone: a token signed with a shared secret (HS256), or with nothing (none), proves nothing.
ALGORITHMS: Final = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
LEEWAY: Final = timedelta(seconds=60)  # between the provider's clock and ours
LONGEST_SUBJECT: Final = 255
LONGEST_NAME: Final = 120
_EMAIL = TypeAdapter[str](Email)


def check_token(claims: Mapping[str, Any], provider: Provider, nonce: str, now: datetime) -> str:
    """The subject, of a token that this provider has made for this shop, for this request, and not long ago."""

    def expect(holds: bool, why: str) -> None:
        if not holds:
            raise AnswerUntrusted(provider, f"its ID token {why}")

    audience = claims.get("aud")
    audiences = cast("Sequence[object]", audience) if isinstance(audience, list) else [audience]
    azp, subject, said = claims.get("azp"), claims.get("sub"), claims.get("nonce")
    expect(claims.get("iss") == provider.issuer, "is of another issuer")
    expect(provider.client_id in audiences, "is for another audience")
    expect(azp is not None or len(audiences) == 1, "is for several audiences and does not say which one asked")
    expect(azp is None or azp == provider.client_id, "was given to another party")
    expect(isinstance(said, str) and hmac.compare_digest(said.encode(), nonce.encode()), "has another nonce")
    expect(_moment(claims, "exp") > (now - LEEWAY).timestamp(), "has expired")
    expect(0 < _moment(claims, "iat") <= (now + LEEWAY).timestamp(), "does not say when it was made, or in the future")
    expect(_moment(claims, "nbf") <= (now + LEEWAY).timestamp(), "is not good yet")
    expect(isinstance(subject, str) and 0 < len(subject) <= LONGEST_SUBJECT and subject.isprintable(), "names nobody")
    return str(subject)


def identity_of(subject: str, claims: Mapping[str, Any], provider: Provider) -> Identity:
    """`claims`: those of the token, or what the provider says of the same subject when it is asked."""
    email = _verified_email(claims)
    name = claims.get("name")
    shown = _in_words(name) if isinstance(name, str) else ""
    return Identity(provider.issuer, subject, email, shown or (email or "").partition("@")[0][:LONGEST_NAME])


def _verified_email(claims: Mapping[str, Any]) -> str | None:
    """Only where the provider says so by a plain true: "true", 1 and silence are not its word."""
    if claims.get("email_verified") is not True:
        return None
    try:
        return usable_email(_EMAIL.validate_python(claims.get("email"), strict=True))
    except (ValidationError, EmailUnusable):
        return None


def _in_words(name: str) -> str:
    visible = "".join(character for character in name if unicodedata.category(character)[0] != "C")
    return visible.strip()[:LONGEST_NAME].strip()


def _moment(claims: Mapping[str, Any], name: str) -> float:
    """0 where it does not say."""
    said = claims.get(name)
    return said if isinstance(said, int | float) and not isinstance(said, bool) else 0.0
