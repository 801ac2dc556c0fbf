"""Why a caller is turned away at the door (kit/http/auth.py)."""

from __future__ import annotations

from collections.abc import Sequence

from kit.errors import Kind, SoukError
from kit.http.tokens import UserType


class SignInNeeded(SoukError):
    code = "sign-in-needed"
    kind = Kind.UNAUTHENTICATED

    def __init__(self, types: Sequence[UserType]) -> None:
        super().__init__(f"This needs a signed-in {' or '.join(types)}.", "Sign in, then send the request again.")


class GuestNeeded(SoukError):
    code = "guest-needed"
    kind = Kind.UNAUTHENTICATED

    def __init__(self) -> None:
        super().__init__("This needs a guest or a signed-in customer.", "Ask for a guest id, or sign in.")


class TokenExpired(SoukError):
    code = "token-expired"
    kind = Kind.UNAUTHENTICATED

    def __init__(self) -> None:
        super().__init__("The access token has expired.", "Refresh it, then send the request again.")


class TokenInvalid(SoukError):
    code = "token-invalid"
    kind = Kind.UNAUTHENTICATED

    def __init__(self, what: str) -> None:
        super().__init__(f"The {what} is not one that we signed.", "Leave it out, or get a new one.")


class WrongUserType(SoukError):
    code = "wrong-user-type"
    kind = Kind.FORBIDDEN

    def __init__(self, has: UserType, needs: Sequence[UserType]) -> None:
        super().__init__(
            f"A {has} may not do this; it needs a {' or '.join(needs)}.",
            "Sign in as a user of that type.",
            {"has": has, "needs": list(needs)},
        )


class ServiceKeyNeeded(SoukError):
    code = "service-key-needed"
    kind = Kind.UNAUTHENTICATED

    def __init__(self, allowed: Sequence[str]) -> None:
        super().__init__(
            f"Only these services may ask: {', '.join(allowed)}.",
            "Send the calling service's key as x-service-key; list the call in souk.toml.",
        )


class PermissionNeeded(SoukError):
    code = "permission-needed"
    kind = Kind.FORBIDDEN

    def __init__(self, permission: str) -> None:
        super().__init__(
            f"Your role does not include {permission}.",
            "Ask an owner for another role. It counts within ten minutes.",
            {"permission": permission},
        )
