"""What the user service is told at its start."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kit.settings import Secret, ServiceSettings


class Settings(ServiceSettings, service="user"):
    signing_key: Secret  # Ed25519 private key, PEM
    hashing_at_once: Annotated[int, Field(ge=1, le=16)] = 2
    hashing_memory_kib: Annotated[int, Field(ge=8)] = 19_456
    sign_ups_per_hour: Annotated[int, Field(ge=1)] = 60  # from one address
    # Passwords of the accounts that souk_user.commands.accounts makes; made up and printed where left out.
    admin_password: Secret | None = None
    customer_password: Secret | None = None
    seller_password: Secret | None = None
