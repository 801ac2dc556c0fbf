"""An owner sets up an authenticator, gets recovery codes, and switches it off again."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from kit.http.auth import User
from souk_user.actions.codes import HOUR_S
from souk_user.actions.deps import Deps
from souk_user.actions.proving import owner
from souk_user.actions.second_step import is_right, use_code
from souk_user.actions.sessions import check_alive
from souk_user.domain.letters import second_factor_off, second_factor_on
from souk_user.domain.second_factor import Enrolment, Factor, FactorIsOff, FactorIsOn, WrongFactor, new_recovery_codes
from souk_user.ports import UserStore


async def enrol(deps: Deps, user: User, password: str) -> Enrolment:
    """Asks nobody for codes yet; done again, it gives another secret."""
    await check_alive(deps, user)
    account = await owner(deps, user.id, password)
    enrolment = Enrolment.new(account.email, deps.shop_name)
    factor = Factor(user.id, deps.factor_secrets.seal(user.id, enrolment.secret))
    async with deps.users.transaction() as users:
        kept = await users.find_factor_to_use(user.id)
        if kept and kept.is_on:
            raise FactorIsOn
        await users.save_factor(factor)
    return enrolment


async def confirm(deps: Deps, user: User, typed: str) -> Sequence[str]:
    """The first code shows that the authenticator has the secret; the recovery codes are told this once."""
    await check_alive(deps, user)
    await _count_try(deps, user.id)
    async with deps.users.transaction() as users:
        factor = await users.find_factor_to_use(user.id)
        if factor is None:
            raise FactorIsOff
        if factor.is_on:
            raise FactorIsOn
        if not await use_code(deps, users, factor, typed):
            raise WrongFactor
        codes = await _new_codes(deps, users, user.id)
        await users.post(second_factor_on(await users.get_account(user.id)))
    return codes


async def renew_recovery_codes(deps: Deps, user: User, password: str, typed: str) -> Sequence[str]:
    """The old ones are good no more."""
    await check_alive(deps, user)
    await owner(deps, user.id, password)
    await _count_try(deps, user.id)
    async with deps.users.transaction() as users:
        right = await is_right(deps, users, user.id, typed)
        codes = await _new_codes(deps, users, user.id) if right else ()
    if not right:
        raise WrongFactor
    return codes


async def switch_off(deps: Deps, user: User, password: str, typed: str) -> None:
    """Both factors are asked for: an open browser is not enough, nor is a stolen phone."""
    await check_alive(deps, user)
    account = await owner(deps, user.id, password)
    await _count_try(deps, user.id)
    async with deps.users.transaction() as users:
        right = await is_right(deps, users, user.id, typed)
        if right:
            await users.remove_factor(user.id)
            await users.end_pending_of(user.id)
            await users.post(second_factor_off(account))
    if not right:
        raise WrongFactor


async def _new_codes(deps: Deps, users: UserStore, account_id: UUID) -> Sequence[str]:
    codes = new_recovery_codes()
    await users.save_recovery_codes(account_id, [deps.factor_secrets.recovery_hash(account_id, code) for code in codes])
    return codes


async def _count_try(deps: Deps, account_id: UUID) -> None:
    await deps.limits.hit("own-factor", str(account_id), most=deps.code_limits.per_contact, per_s=HOUR_S)
