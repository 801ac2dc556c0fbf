"""How a browser is answered that has proved who it is, all or half of it."""

from __future__ import annotations

from fastapi import Response

from kit.http.problems import problem_response
from souk_user.actions.entering import Entered, Pending
from souk_user.domain.second_factor import SecondFactorNeeded
from souk_user.routes.cookies import Cookies
from souk_user.schemas.mine import Me


def let_in(outcome: Entered | Pending, response: Response, cookies: Cookies) -> Me | Response:
    """Half of a login is refused, so that no client takes it for a whole one, and can be gone on with."""
    if isinstance(outcome, Pending):
        refusal = problem_response(SecondFactorNeeded())
        cookies.await_second_factor(refusal, outcome.ticket)
        return refusal
    cookies.enter(response, outcome)
    return Me.of(outcome.account)
