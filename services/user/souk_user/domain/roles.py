"""What sellers and admins may do: a role is a set of permissions, which routes of all services name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from kit.errors import Kind, SoukError
from kit.http.tokens import UserType

Role = Literal["owner", "catalogue-editor", "content-editor", "order-agent", "support-agent", "moderator", "none"]
StaffType = Literal["seller", "admin"]

OWNER: Final[Role] = "owner"
NONE: Final[Role] = "none"  # who was removed keeps the account and may do nothing
TEAM: Final = "team:manage"
_NOTHING: Final = frozenset[str]()

# Of which type of account which role is, and what it includes. A permission that a route names and no owner has is
# nobody's: tests/test_teams.py compares this with the API documents of all services.
ROLES: Final[Mapping[UserType, Mapping[Role, frozenset[str]]]] = MappingProxyType(
    {
        "customer": {},
        "seller": {
            "owner": frozenset({TEAM, "products:edit", "reviews:read", "reviews:answer", "reports:read"}),
            "catalogue-editor": frozenset({"products:edit"}),
            "support-agent": frozenset({"reviews:read", "reviews:answer"}),
            "none": _NOTHING,
        },
        "admin": {
            "owner": frozenset(
                {
                    *{TEAM, "products:edit", "promotions:edit", "content:edit", "articles:edit", "tickets:answer"},
                    *{
                        "orders:refund",
                        "invoices:read",
                        "reviews:read",
                        "reviews:answer",
                        "reviews:moderate",
                        "reports:read",
                        "trail:read",
                    },
                }
            ),
            "catalogue-editor": frozenset({"products:edit", "promotions:edit"}),
            "content-editor": frozenset({"content:edit", "articles:edit"}),
            "order-agent": frozenset({"orders:refund", "invoices:read"}),
            "support-agent": frozenset({"tickets:answer", "articles:edit", "reviews:read"}),
            "moderator": frozenset({"reviews:read", "reviews:answer", "reviews:moderate"}),
            "none": _NOTHING,
        },
    }
)


class UnknownRole(SoukError):
    code = "unknown-role"
    kind = Kind.UNPROCESSABLE

    def __init__(self, role: str, user_type: UserType) -> None:
        known = [str(each) for each in ROLES[user_type] if each != NONE]
        super().__init__(
            f"There is no role {role} of a {user_type}.",
            f"Choose one of {', '.join(known)}.",
            {"field": "role", "known": ", ".join(known)},
        )


class LastOwner(SoukError):
    code = "last-owner"
    kind = Kind.CONFLICT

    def __init__(self) -> None:
        super().__init__("A team keeps one owner at least.", "Make somebody else an owner first.")


class NotInYourTeam(SoukError):
    code = "not-in-your-team"
    kind = Kind.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("Nobody of your team has this id.", "Reload the list of your team.")


def permissions_of(user_type: UserType, role: Role | None) -> frozenset[str] | None:
    """None of customers, whose tokens say nothing of them; an owner's of staff without a role, as before roles.

    A role that only a newer release knows includes nothing here.
    """
    return ROLES[user_type].get(role or OWNER, _NOTHING) if ROLES[user_type] else None


def check_role(role: Role, user_type: UserType) -> None:
    if role == NONE or role not in ROLES[user_type]:
        raise UnknownRole(role, user_type)
