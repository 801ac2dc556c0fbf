"""What people do with their addresses."""

from __future__ import annotations

from uuid import UUID

from souk_user.actions.deps import Deps
from souk_user.domain.accounts import Address, with_added, with_changed, without


async def add_address(deps: Deps, account_id: UUID, address: Address) -> Address:
    async with deps.users.transaction() as users:
        kept = with_added(await users.list_addresses_to_change(account_id), address)
        await users.save_addresses(account_id, kept, deps.clock.now())
    return kept[-1]


async def change_address(deps: Deps, account_id: UUID, address: Address) -> Address:
    async with deps.users.transaction() as users:
        kept = with_changed(await users.list_addresses_to_change(account_id), address)
        await users.save_addresses(account_id, kept, deps.clock.now())
    return next(each for each in kept if each.id == address.id)


async def remove_address(deps: Deps, account_id: UUID, address_id: UUID) -> None:
    async with deps.users.transaction() as users:
        kept = without(await users.list_addresses_to_change(account_id), address_id)
        await users.save_addresses(account_id, kept, deps.clock.now())
