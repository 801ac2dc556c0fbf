"""Why a code is refused, or cannot be used any more; each says what the shopper can do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from contracts.money import Money
from kit.errors import Kind, SoukError
from souk_cart.domain.promotions import Reason
from souk_cart.domain.totals import Coupon

ANOTHER: Final = "Go on without it, or try another code."


class CouponRefused(SoukError):
    """`coupon` among the facts is the code that was asked for."""

    code = "coupon-refused"
    kind = Kind.UNPROCESSABLE


class CouponUnknown(CouponRefused):
    code = "coupon-unknown"
    kind = Kind.NOT_FOUND


class CouponNotYet(CouponRefused):
    code = "coupon-not-yet"


class CouponEnded(CouponRefused):
    code = "coupon-ended"


class CouponPaused(CouponRefused):
    code = "coupon-paused"


class CouponUsedUp(CouponRefused):
    code = "coupon-used-up"
    kind = Kind.CONFLICT


class CouponUsedByYou(CouponRefused):
    code = "coupon-used-by-you"
    kind = Kind.CONFLICT


class CouponNotForThese(CouponRefused):
    code = "coupon-not-for-these"


class CouponMinimumNotMet(CouponRefused):
    """`missing` among the facts is what has to be spent beside."""

    code = "coupon-minimum-not-met"


class CouponNotCombinable(CouponRefused):
    code = "coupon-not-combinable"


class CouponGivesNothing(CouponRefused):
    code = "coupon-gives-nothing"


REFUSALS: Mapping[Reason, tuple[type[CouponRefused], str, str]] = {
    Reason.UNKNOWN: (CouponUnknown, "There is no code {code}.", "Check how it is spelt, or go on without it."),
    Reason.NOT_YET: (CouponNotYet, "{code} is not valid yet.", ANOTHER),
    Reason.ENDED: (CouponEnded, "{code} has ended.", ANOTHER),
    Reason.PAUSED: (CouponPaused, "{code} cannot be used at the moment.", ANOTHER),
    Reason.USED_UP: (CouponUsedUp, "{code} has been used up by others.", ANOTHER),
    Reason.USED_BY_YOU: (CouponUsedByYou, "You have used {code} already.", ANOTHER),
    Reason.NOT_FOR_THESE: (CouponNotForThese, "{code} is not for what is in your bag.", ANOTHER),
    Reason.MINIMUM_NOT_MET: (
        CouponMinimumNotMet,
        "{code} wants more in the bag.",
        "Add something that it is for, or go on without it.",
    ),
    Reason.NOT_COMBINABLE: (
        CouponNotCombinable,
        "{code} cannot be used together with what you have now, which gives you more.",
        "Keep what you have, or remove the other code first.",
    ),
    Reason.NOTHING_TO_GIVE: (CouponGivesNothing, "{code} takes nothing off this bag.", "Keep it for another time."),
}
ALL_REFUSALS: Final = tuple(refusal for refusal, _, _ in REFUSALS.values())


def refusal_of(reason: Reason, code: str, missing: Money | None = None) -> CouponRefused:
    refusal, cause, fix = REFUSALS[reason]
    facts = {"missing": missing.model_dump()} if missing else {}
    return refusal(cause.format(code=code), fix, {"coupon": code, **facts})


def check_accepted(coupon: Coupon) -> None:
    if coupon.problem is not None:
        raise refusal_of(coupon.problem, coupon.code, coupon.missing)
