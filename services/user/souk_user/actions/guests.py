"""Shoppers before they say who they are."""

from __future__ import annotations

from uuid import UUID

from souk_user.actions.deps import Deps
from souk_user.domain.guests import Guest, new_guest_id


def welcome_guest(deps: Deps, known: UUID | None) -> Guest:
    """A guest is nobody's row: the signature alone says that the id is ours. A known guest keeps the id."""
    guest_id = known or new_guest_id()
    return Guest(guest_id, deps.signing.guest(guest_id))
