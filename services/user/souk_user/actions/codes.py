"""What all codes have in common: how they are sent, tried and counted.

Whether an account exists shows nowhere: a code is kept for any address, with as many questions to the database and the
same answer, and only the owner of an account is written to (docs/decisions/0015-codes-that-tell-nothing.md). Who signs
up is written to in any case (docs/decisions/0022-sign-up-that-tells-nothing.md).
"""

from __future__ import annotations

from dataclasses import dataclass

from kit.http.tokens import UserType
from kit.ids import uuid7
from kit.mail import Mail
from souk_user.actions.deps import Deps
from souk_user.domain.accounts import Account
from souk_user.domain.codes import (
    LIFETIME,
    Code,
    Contact,
    Newcomer,
    Purpose,
    Ticket,
    new_digits,
    new_ticket,
    typed_digits,
)
from souk_user.domain.devices import Client
from souk_user.domain.letters import account_exists, code_letter
from souk_user.ports import UserStore

HOUR_S, DAY_S = 3600.0, 86_400.0


@dataclass(frozen=True, slots=True)
class Asked:
    """Who types a code: in which browser, from where, for which type of account."""

    user_type: UserType
    ticket: Ticket | None
    client: Client


async def send_code(
    deps: Deps,
    purpose: Purpose,
    user_type: UserType,
    account: Account | None,
    contact: Contact,
    language: str | None,
    newcomer: Newcomer | None = None,
) -> Ticket:
    """The browser's half; the other half goes to who reads the mail, if it is to be sent at all.

    In the language of the page where the code is to be typed.
    """
    code_id, digits = uuid7(), new_digits()
    ticket = new_ticket(code_id)
    code = Code(
        id=code_id,
        purpose=purpose,
        user_type=user_type,
        account_id=account.id if account else None,
        sent_to=contact,
        code_hash=deps.code_hashes.hash(code_id, digits),
        browser_hash=ticket.hash,
        expires_at=deps.clock.now() + LIFETIME,
        newcomer=newcomer,
    )
    letter = _letter_of(code, digits, account, language)
    async with deps.users.transaction() as users:
        await users.add_code(code)
        if letter:
            await users.post(letter)
    return ticket


def _letter_of(code: Code, digits: str, account: Account | None, language: str | None) -> Mail | None:
    if code.is_sent:
        # A stranger's words are not for a mailbox that may be anybody's: a newcomer's name stays here.
        return code_letter(code, digits, account.name if account else "", language)
    return account_exists(code, account) if account else None


async def tried(deps: Deps, users: UserStore, purpose: Purpose, asked: Asked, typed: str) -> Code | None:
    """The code, used up, where it is right; the try is counted with the transaction, which must end well."""
    if asked.ticket is None:
        return None
    now = deps.clock.now()
    code = await users.find_code_to_try(asked.ticket.id, asked.ticket.hash)
    if code is None or (code.purpose, code.user_type) != (purpose, asked.user_type) or not code.is_open(now):
        return None
    code = code.tried(deps.code_hashes.hash(code.id, typed_digits(typed)), now)
    await users.save_code(code)
    return code if code.used_at else None


async def count_asking(deps: Deps, contact: str, address: str, owner: str | None) -> None:
    """Strangers use up their own allowance and then, together, that of the contact; an owner's device has its own."""
    limits = deps.code_limits
    if owner:
        await deps.limits.hit("codes-of-owner", f"{owner}/{contact}", most=limits.per_contact, per_s=HOUR_S)
        return
    await deps.limits.hit("codes-by-address", address, most=limits.per_address, per_s=HOUR_S)
    await deps.limits.hit("codes-by-pair", f"{address}/{contact}", most=limits.per_pair, per_s=HOUR_S)
    await deps.limits.hit("codes-to", contact, most=limits.per_contact, per_s=HOUR_S)
    await deps.limits.hit("codes-to-in-a-day", contact, most=limits.per_contact_and_day, per_s=DAY_S)


async def count_trying(deps: Deps, asked: Asked) -> None:
    await deps.limits.hit("code-tries", asked.client.address, most=deps.code_limits.tries_per_address, per_s=HOUR_S)


async def forget_old_codes(deps: Deps) -> None:
    await deps.users.remove_codes_before(deps.clock.now() - LIFETIME)
