"""People prove that a mailbox or a phone is theirs: to log in, to set a new password, to change where they are reached.

Whether an account exists shows nowhere: a code is kept for any address, with as many questions to the database and the
same answer, and only the owner of an account is written to (docs/decisions/0015-codes-that-tell-nothing.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from kit.http.tokens import UserType
from kit.ids import uuid7
from kit.mail import Channel
from souk_user.actions.deps import Deps
from souk_user.actions.entering import Entered
from souk_user.actions.sessions import begin_session
from souk_user.domain.accounts import Account, check_password
from souk_user.domain.codes import (
    LIFETIME,
    Code,
    Contact,
    NoTextMessages,
    Purpose,
    Ticket,
    WrongCode,
    new_digits,
    new_ticket,
    typed_digits,
)
from souk_user.domain.devices import Device
from souk_user.domain.letters import code_letter, email_changed, password_changed
from souk_user.domain.sessions import WrongCredentials
from souk_user.ports import UserStore

HOUR_S, DAY_S = 3600.0, 86_400.0


@dataclass(frozen=True, slots=True)
class Asked:
    """Who types a code: in which browser, from where, for which type of account."""

    user_type: UserType
    ticket: Ticket | None
    address: str
    device: Device | None = None


async def ask_code(
    deps: Deps, purpose: Purpose, user_type: UserType, contact: Contact, address: str, device: Device | None = None
) -> Ticket:
    """The browser's half; the other half goes to the account's owner, if there is one."""
    _refuse_without_gateway(deps, contact)
    account = await deps.users.find_account_at(user_type, contact)
    knows = device is not None and account is not None and deps.devices.knows(device, account.id)
    await _count_asking(deps, f"{user_type}:{contact.key}", address, str(device.id) if device and knows else None)
    return await _send(deps, purpose, user_type, account, contact)


async def log_in_by_code(deps: Deps, asked: Asked, typed: str) -> Entered:
    await _count_trying(deps, asked)
    async with deps.users.transaction() as users:
        code = await _tried(deps, users, Purpose.LOG_IN, asked, typed)
        entered = await _entered(deps, users, code, asked.device) if code else None
    if entered is None:
        raise WrongCode
    return entered


async def reset_password(deps: Deps, asked: Asked, typed: str, password: str) -> Entered:
    """A new password ends all sessions: whoever else was in is out."""
    await _count_trying(deps, asked)
    sent = await deps.users.find_code(asked.ticket.code_id) if asked.ticket else None
    check_password(password, sent.sent_to.address if sent else "", deps.breached)
    password_hash = await deps.passwords.hash(password)
    async with deps.users.transaction() as users:
        code = await _tried(deps, users, Purpose.RESET, asked, typed)
        entered = None
        if code and code.account_id:
            await users.save_password_hash(code.account_id, password_hash)
            await users.end_sessions_of(code.account_id, "password-reset", deps.clock.now())
            entered = await _entered(deps, users, code, asked.device)
            await users.post(password_changed(entered.account))
    if entered is None:
        raise WrongCode
    return entered


async def ask_contact(deps: Deps, account_id: UUID, contact: Contact, password: str, address: str) -> Ticket:
    """To the new address or number; the password shows that it is not just somebody at an open browser."""
    _refuse_without_gateway(deps, contact)
    await deps.limits.hit("contact-password", str(account_id), most=deps.code_limits.per_contact, per_s=HOUR_S)
    account = await deps.users.get_account(account_id)
    if not await deps.passwords.matches(password, account.password_hash):
        raise WrongCredentials
    await _count_asking(deps, f"{account.type}:{contact.key}", address, str(account_id))
    return await _send(deps, Purpose.CONTACT, account.type, account, contact)


async def change_contact(deps: Deps, account_id: UUID, asked: Asked, typed: str) -> Account:
    await _count_trying(deps, asked)
    async with deps.users.transaction() as users:
        code = await _tried(deps, users, Purpose.CONTACT, asked, typed)
        account = None
        if code and code.account_id == account_id:
            before = await users.get_account(account_id)
            account = await users.save_contact(account_id, code.sent_to, deps.clock.now())
            if account.email != before.email:
                await users.post(email_changed(before, account.email))
    if account is None:
        raise WrongCode
    return account


async def forget_old_codes(deps: Deps) -> None:
    await deps.users.remove_codes_before(deps.clock.now() - LIFETIME)


async def _send(deps: Deps, purpose: Purpose, user_type: UserType, account: Account | None, contact: Contact) -> Ticket:
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
    )
    async with deps.users.transaction() as users:
        await users.add_code(code)
        if account:
            await users.post(code_letter(code, digits, account.name))
    return ticket


async def _tried(deps: Deps, users: UserStore, purpose: Purpose, asked: Asked, typed: str) -> Code | None:
    """The code, used up, where it is right; the try is counted with the transaction, which must end well."""
    if asked.ticket is None:
        return None
    now = deps.clock.now()
    code = await users.find_code_to_try(asked.ticket.code_id, asked.ticket.hash)
    if code is None or (code.purpose, code.user_type) != (purpose, asked.user_type) or not code.is_open(now):
        return None
    code = code.tried(deps.code_hashes.hash(code.id, typed_digits(typed)), now)
    await users.save_code(code)
    return code if code.used_at else None


async def _entered(deps: Deps, users: UserStore, code: Code, device: Device | None) -> Entered:
    assert code.account_id is not None
    if code.sent_to.channel is Channel.MAIL:
        await users.save_email_verified(code.account_id, code.sent_to.address, deps.clock.now())
    account = await users.get_account(code.account_id)
    tokens = await begin_session(deps, users, account)
    return Entered(account, tokens, deps.devices.with_account(device, account.id))


async def _count_asking(deps: Deps, contact: str, address: str, owner: str | None) -> None:
    """Strangers use up their own allowance and then, together, that of the contact; an owner's device has its own."""
    limits = deps.code_limits
    if owner:
        await deps.limits.hit("codes-of-owner", f"{owner}/{contact}", most=limits.per_contact, per_s=HOUR_S)
        return
    await deps.limits.hit("codes-by-address", address, most=limits.per_address, per_s=HOUR_S)
    await deps.limits.hit("codes-by-pair", f"{address}/{contact}", most=limits.per_pair, per_s=HOUR_S)
    await deps.limits.hit("codes-to", contact, most=limits.per_contact, per_s=HOUR_S)
    await deps.limits.hit("codes-to-in-a-day", contact, most=limits.per_contact_and_day, per_s=DAY_S)


def _refuse_without_gateway(deps: Deps, contact: Contact) -> None:
    if contact.channel is Channel.TEXT and not deps.sends_text_messages:
        raise NoTextMessages


async def _count_trying(deps: Deps, asked: Asked) -> None:
    await deps.limits.hit("code-tries", asked.address, most=deps.code_limits.tries_per_address, per_s=HOUR_S)
