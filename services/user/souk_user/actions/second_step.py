"""The second half of a login, where an account asks for one."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from souk_user.actions.codes import Asked, count_trying
from souk_user.actions.deps import Deps
from souk_user.actions.entering import Entered, Pending, admit
from souk_user.domain.attempts import Patience, TooManyAttempts
from souk_user.domain.devices import Client
from souk_user.domain.second_factor import (
    STRANGERS,
    Factor,
    PendingLogin,
    SecondFactorNeeded,
    WrongFactor,
    device_counter,
    looks_like_recovery,
    matching_step,
    strangers_counter,
)
from souk_user.ports import UserStore


async def finish(deps: Deps, asked: Asked, typed: str) -> Entered:
    """The try is counted before it is looked at, and kept whatever becomes of it."""
    await count_trying(deps, asked)
    entered, wait_s = None, 0
    async with deps.users.transaction() as users:
        pending = await _pending(deps, users, asked)
        if pending:
            wait_s = 0 if looks_like_recovery(typed) else await _count(deps, users, pending.account_id, asked.client)
            if not wait_s and await is_right(deps, users, pending.account_id, typed):
                entered = await _entered(deps, users, pending, asked.client)
    if wait_s:
        raise TooManyAttempts(wait_s)
    if entered is None:
        raise WrongFactor
    return entered


async def finish_at_once(deps: Deps, outcome: Entered | Pending, typed: str | None, client: Client) -> Entered:
    """For a client that sends both factors together."""
    if isinstance(outcome, Entered):
        return outcome
    if typed is None:
        raise SecondFactorNeeded
    return await finish(deps, Asked(outcome.account.type, outcome.ticket, client), typed)


async def is_right(deps: Deps, users: UserStore, account_id: UUID, typed: str) -> bool:
    """Uses up what was typed, in a transaction that must end well."""
    factor = await users.find_factor_to_use(account_id)
    if factor is None or not factor.is_on:
        return False
    if looks_like_recovery(typed):
        return await users.use_recovery_code(account_id, deps.factor_secrets.recovery_hash(account_id, typed))
    return await use_code(deps, users, factor, typed)


async def use_code(deps: Deps, users: UserStore, factor: Factor, typed: str) -> bool:
    now = deps.clock.now()
    step = matching_step(deps.factor_secrets.open(factor), typed, factor.last_step, now)
    if step is None:
        return False
    await users.save_factor(factor.after(step, now))
    return True


async def forget_old_logins(deps: Deps) -> None:
    await deps.users.remove_pending_before(deps.clock.now())


async def _pending(deps: Deps, users: UserStore, asked: Asked) -> PendingLogin | None:
    if asked.ticket is None:
        return None
    pending = await users.find_pending_to_try(asked.ticket.id, asked.ticket.hash)
    if pending is None or pending.account_type != asked.user_type or not pending.is_open(deps.clock.now()):
        return None
    pending = replace(pending, tries=pending.tries + 1)
    await users.save_pending(pending)
    return pending


async def _count(deps: Deps, users: UserStore, account_id: UUID, client: Client) -> int:
    """As failed, until it proves right; seconds to wait where the allowance is used up."""
    counter, patience = _counter(deps, account_id, client)
    now = deps.clock.now()
    failures = await users.find_failures_to_count(counter, now)
    if wait_s := failures.wait_s(now):
        return wait_s
    await users.save_failures(counter, failures.one_more(patience, now))
    return 0


def _counter(deps: Deps, account_id: UUID, client: Client) -> tuple[str, Patience]:
    if client.device and deps.devices.knows(client.device, account_id):
        return device_counter(client.device.id, account_id), deps.login_limits.pair
    return strangers_counter(account_id), STRANGERS


async def _entered(deps: Deps, users: UserStore, pending: PendingLogin, client: Client) -> Entered:
    await users.save_pending(replace(pending, used_at=deps.clock.now()))
    await users.forgive_one_failure(_counter(deps, pending.account_id, client)[0])
    return await admit(deps, users, await users.get_account(pending.account_id), client)
