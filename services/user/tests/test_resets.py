"""A new password by a code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from souk_user.actions.deps import Deps
from souk_user.actions.entering import log_in
from souk_user.actions.proving import (
    reset_password,
)
from souk_user.actions.sessions import refresh
from souk_user.domain.accounts import WeakPassword
from souk_user.domain.codes import (
    Purpose,
)
from souk_user.domain.sessions import SessionOver, WrongCredentials
from souk_user.testing.codes import ASHA, HERE, asha, asked, asks, mails, sent
from souk_user.testing.people import whole


async def test_a_new_password_ends_all_sessions_and_says_so(deps: Deps) -> None:
    before = await asha(deps)
    ticket = await asks(deps, Purpose.RESET)

    entered = whole(await reset_password(deps, asked(ticket), sent(deps), "neue-9-worte"))

    with pytest.raises(SessionOver):
        await refresh(deps, "customer", before.tokens.refresh)
    await refresh(deps, "customer", entered.tokens.refresh)
    with pytest.raises(WrongCredentials):
        await log_in(deps, "customer", ASHA, HERE)
    await log_in(deps, "customer", replace(ASHA, password="neue-9-worte"), HERE)
    assert [mail.kind for mail in mails(deps)] == ["reset-code", "password-changed"]


async def test_a_weak_password_uses_up_no_code(deps: Deps) -> None:
    await asha(deps)
    ticket = await asks(deps, Purpose.RESET)

    for weak in ("iloveyou1", ASHA.email, "short"):
        with pytest.raises(WeakPassword):
            await reset_password(deps, asked(ticket), sent(deps), weak)

    await reset_password(deps, asked(ticket), sent(deps), "neue-9-worte")
