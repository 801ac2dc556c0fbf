"""People prove that a mailbox or a phone is theirs: to log in, for a new password, to change where they are reached."""

from __future__ import annotations

from uuid import UUID

from kit.http.auth import User
from kit.http.tokens import UserType
from kit.mail import Channel
from souk_user.actions.codes import HOUR_S, Asked, count_asking, count_trying, send_code, tried
from souk_user.actions.deps import Deps
from souk_user.actions.entering import Entered, Pending, enter
from souk_user.actions.sessions import check_alive
from souk_user.domain.accounts import Account, NoPassword, check_password
from souk_user.domain.codes import Code, Contact, NoTextMessages, Purpose, Ticket, WrongCode
from souk_user.domain.devices import Client
from souk_user.domain.letters import email_changed, password_changed
from souk_user.domain.sessions import WrongCredentials
from souk_user.ports import UserStore


async def owner(deps: Deps, account_id: UUID, password: str) -> Account:
    """Shows that it is not just somebody at an open browser, who may not guess without end either."""
    await deps.limits.hit("own-password", str(account_id), most=deps.code_limits.per_contact, per_s=HOUR_S)
    account = await deps.users.get_account(account_id)
    if account.password_hash is None:
        raise NoPassword
    if not await deps.passwords.matches(password, account.password_hash):
        raise WrongCredentials
    return account


async def ask_code(deps: Deps, purpose: Purpose, user_type: UserType, contact: Contact, client: Client) -> Ticket:
    """The browser's half; the other half goes to the account's owner, if there is one."""
    _refuse_without_gateway(deps, contact)
    account = await deps.users.find_account_at(user_type, contact)
    device = client.device
    knows = device is not None and account is not None and deps.devices.knows(device, account.id)
    owner = str(device.id) if device and knows else None
    await count_asking(deps, f"{user_type}:{contact.key}", client.address, owner)
    return await send_code(deps, purpose, user_type, account, contact, client.language)


async def log_in_by_code(deps: Deps, asked: Asked, typed: str) -> Entered | Pending:
    await count_trying(deps, asked)
    async with deps.users.transaction() as users:
        code = await tried(deps, users, Purpose.LOG_IN, asked, typed)
        entered = await _entered(deps, users, code, asked.client) if code else None
    if entered is None:
        raise WrongCode
    return entered


async def reset_password(deps: Deps, asked: Asked, typed: str, password: str) -> Entered | Pending:
    """A new password ends all sessions: whoever else was in is out."""
    await count_trying(deps, asked)
    sent = await deps.users.find_code(asked.ticket.id) if asked.ticket else None
    check_password(password, sent.sent_to.address if sent else "", deps.breached)
    password_hash = await deps.passwords.hash(password)
    async with deps.users.transaction() as users:
        code = await tried(deps, users, Purpose.RESET, asked, typed)
        entered = None
        if code and code.account_id:
            await users.save_password_hash(code.account_id, password_hash)
            await users.end_sessions_of(code.account_id, "password-reset", deps.clock.now())
            await users.end_pending_of(code.account_id)
            entered = await _entered(deps, users, code, asked.client)
            await users.post(password_changed(entered.account))
    if entered is None:
        raise WrongCode
    return entered


async def change_password(deps: Deps, user: User, old: str, new: str) -> None:
    """Whoever else was in is out; the session that changes it goes on."""
    await check_alive(deps, user)
    account = await owner(deps, user.id, old)
    check_password(new, account.email, deps.breached)
    password_hash = await deps.passwords.hash(new)
    async with deps.users.transaction() as users:
        await users.save_password_hash(user.id, password_hash)
        await users.end_sessions_of(user.id, "password-changed", deps.clock.now(), but=user.session_id)
        await users.end_pending_of(user.id)
        await users.post(password_changed(account))


async def ask_contact(deps: Deps, account_id: UUID, contact: Contact, password: str, client: Client) -> Ticket:
    """To the new address or number; the password shows that it is not just somebody at an open browser."""
    _refuse_without_gateway(deps, contact)
    account = await owner(deps, account_id, password)
    await count_asking(deps, f"{account.type}:{contact.key}", client.address, str(account_id))
    return await send_code(deps, Purpose.CONTACT, account.type, account, contact, client.language)


async def change_contact(deps: Deps, account_id: UUID, asked: Asked, typed: str) -> Account:
    await count_trying(deps, asked)
    async with deps.users.transaction() as users:
        code = await tried(deps, users, Purpose.CONTACT, asked, typed)
        account = None
        if code and code.account_id == account_id:
            before = await users.get_account(account_id)
            account = await users.save_contact(account_id, code.sent_to, deps.clock.now())
            if account.email != before.email:
                await users.post(email_changed(before, account.email))
    if account is None:
        raise WrongCode
    return account


async def _entered(deps: Deps, users: UserStore, code: Code, client: Client) -> Entered | Pending:
    assert code.account_id is not None
    if code.sent_to.channel is Channel.MAIL:
        await users.save_email_verified(code.account_id, code.sent_to.address, deps.clock.now())
    account = await users.get_account(code.account_id)
    return await enter(deps, users, account, client)


def _refuse_without_gateway(deps: Deps, contact: Contact) -> None:
    if contact.channel is Channel.TEXT and not deps.sends_text_messages:
        raise NoTextMessages
