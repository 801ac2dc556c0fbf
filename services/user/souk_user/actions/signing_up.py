"""How a customer's account comes to be: what was typed waits until a code has proved the address."""

from __future__ import annotations

from kit.ids import uuid7
from kit.mail import Channel
from souk_user.actions.codes import Asked, count_asking, count_trying, send_code, tried
from souk_user.actions.deps import Deps
from souk_user.actions.entering import Entered, admit
from souk_user.domain.accounts import Account, Credentials, check_password
from souk_user.domain.codes import Code, Contact, Newcomer, Purpose, Ticket, WrongCode
from souk_user.domain.devices import Client
from souk_user.domain.emails import usable_email
from souk_user.ports import UserStore


async def ask_sign_up(deps: Deps, credentials: Credentials, name: str, client: Client) -> Ticket:
    """The same answer after the same work whether or not there is such an account; what differs is the mail."""
    await deps.limits.hit("sign-up", client.address, most=deps.sign_ups_per_hour, per_s=3600)
    contact = Contact(Channel.MAIL, usable_email(credentials.email))
    check_password(credentials.password, contact.address, deps.breached)
    await count_asking(deps, f"customer:{contact.key}", client.address, None)
    newcomer = Newcomer(name, await deps.passwords.hash(credentials.password))
    owner = await deps.users.find_account_at("customer", contact)
    return await send_code(deps, Purpose.SIGN_UP, "customer", owner, contact, client.language, newcomer)


async def sign_up_by_code(deps: Deps, asked: Asked, typed: str) -> Entered:
    """Open the account and sign it in; that another was opened meanwhile is told to who reads the mail alone."""
    await count_trying(deps, asked)
    async with deps.users.transaction() as users:
        code = await tried(deps, users, Purpose.SIGN_UP, asked, typed)
        entered = await _opened(deps, users, code, asked.client) if code else None
    if entered is None:
        raise WrongCode
    return entered


async def _opened(deps: Deps, users: UserStore, code: Code, client: Client) -> Entered:
    assert code.newcomer is not None
    now, new = deps.clock.now(), code.newcomer
    account = Account(
        uuid7(), "customer", code.sent_to.address, new.name, None, new.password_hash, now, now,
        language=client.language,
    )  # fmt: skip
    await users.add_account(account)
    return await admit(deps, users, account, client)
