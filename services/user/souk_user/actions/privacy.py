"""A customer asks for a copy of everything, or leaves."""

from __future__ import annotations

from kit.http.auth import User
from kit.ids import uuid7
from kit.mail import Channel
from kit.names import ASKER
from kit.people import Business
from souk_user.actions.codes import DAY_S, Asked, count_asking, count_trying, send_code, tried
from souk_user.actions.deps import Deps
from souk_user.actions.proving import owner
from souk_user.domain.codes import Contact, Purpose, Ticket, WrongCode
from souk_user.domain.devices import Client
from souk_user.domain.privacy import BusinessUnderWay, Deletion, Export, person_of
from souk_user.sagas import deleting, exporting

EXPORTS_A_DAY = 3


async def ask_export(deps: Deps, user: User, password: str) -> Export:
    """One at a time, few a day: it asks every service for everything."""
    await owner(deps, user.id, password)
    await deps.limits.hit("exports", str(user.id), most=EXPORTS_A_DAY, per_s=DAY_S)
    export = Export(uuid7(), user.id, (ASKER, *deps.privacy.asked), (), deps.clock.now())
    saga = exporting.begun(export)
    async with deps.privacy.exports.transaction() as exports:
        await exports.add(export)
        await deps.privacy.sagas.begin(saga, exports)
    deps.privacy.sagas.carry(saga, export)
    return export


async def ask_deletion(deps: Deps, user: User, password: str, client: Client) -> Ticket:
    """Password and mailbox: who has only one of them deletes nobody. Refused while something is under way."""
    account = await owner(deps, user.id, password)
    business = list[Business]()
    for holder in deps.privacy.asked:
        business += await deps.privacy.holders.under_way(holder, person_of(account))
    if business:
        raise BusinessUnderWay(business)
    contact = Contact(Channel.MAIL, account.email)
    await count_asking(deps, f"{account.type}:{contact.key}", client.address, str(account.id))
    return await send_code(deps, Purpose.DELETION, account.type, account, contact, client.language)


async def delete_account(deps: Deps, user: User, asked: Asked, typed: str) -> None:
    """At once: nobody signs in any more. What services hold goes when the last access token is over."""
    await count_trying(deps, asked)
    async with deps.users.transaction() as users:
        code = await tried(deps, users, Purpose.DELETION, asked, typed)
    if code is None or code.account_id != user.id:
        raise WrongCode
    deletion = Deletion(uuid7(), user.id, deps.privacy.asked, (), deps.clock.now())
    saga = deleting.begun(deletion)
    async with deps.privacy.deletions.transaction() as deletions:
        await deletions.add(deletion)
        await deps.privacy.sagas.begin(saga, deletions)
    deps.privacy.sagas.carry(saga, deletion)


async def forget_old_exports(deps: Deps) -> None:
    await deps.privacy.exports.remove_expired(deps.clock.now())
