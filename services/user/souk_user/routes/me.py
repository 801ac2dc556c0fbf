"""Door 1: profiles and addresses."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from kit.http.auth import SignedIn
from kit.http.refusals import refuses
from kit.http.router import Router, depends
from kit.ids import uuid7
from souk_user.actions import addresses, profile
from souk_user.actions.deps import Deps
from souk_user.domain.accounts import NoSuchAccount, NoSuchAddress, TooManyAddresses
from souk_user.schemas.mine import AddressBody, AddressList, AddressView, Me, ProfileChange

UserDeps = Annotated[Deps, depends(Deps)]
router = Router()


@router.get("/me")
@refuses(NoSuchAccount)
async def show_me(user: SignedIn, deps: UserDeps) -> Me:
    return Me.of(await deps.users.get_account(user.id))


@router.patch("/me")
@refuses(NoSuchAccount)
async def change_profile(body: ProfileChange, user: SignedIn, deps: UserDeps) -> Me:
    return Me.of(await profile.change_profile(deps, user.id, body.changes()))


@router.get("/me/addresses")
async def list_addresses(user: SignedIn, deps: UserDeps) -> AddressList:
    kept = await deps.users.list_addresses(user.id)
    return AddressList(items=[AddressView.model_validate(address) for address in kept])


@router.post("/me/addresses", status_code=201)
@refuses(TooManyAddresses)
async def add_address(body: AddressBody, user: SignedIn, deps: UserDeps) -> AddressView:
    return AddressView.model_validate(await addresses.add_address(deps, user.id, body.to_address(uuid7())))


@router.put("/me/addresses/{address_id}")
@refuses(NoSuchAddress)
async def change_address(address_id: UUID, body: AddressBody, user: SignedIn, deps: UserDeps) -> AddressView:
    changed = await addresses.change_address(deps, user.id, body.to_address(address_id))
    return AddressView.model_validate(changed)


@router.delete("/me/addresses/{address_id}", status_code=204)
@refuses(NoSuchAddress)
async def remove_address(address_id: UUID, user: SignedIn, deps: UserDeps) -> None:
    await addresses.remove_address(deps, user.id, address_id)
