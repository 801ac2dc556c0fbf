"""What the user service is told at its start."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from kit.settings import Secret, ServiceSettings
from souk_user.domain.attempts import LoginLimits, Patience
from souk_user.domain.codes import CodeLimits
from souk_user.domain.notices import NoticeLimits


class Settings(ServiceSettings, service="user"):
    signing_key: Secret  # Ed25519 private key, PEM
    factor_secret: Secret  # seals the secrets of authenticators; without it nobody who has one gets in
    hashing_at_once: Annotated[int, Field(ge=1, le=16)] = 2
    hashing_memory_kib: Annotated[int, Field(ge=8)] = 19_456
    holders: tuple[str, ...] = ()  # services that hold what is somebody's
    # From the last sign-out until services are asked to forget: longer than an access token lives (10 minutes).
    deletion_settles_s: Annotated[float, Field(gt=0)] = 660.0
    sign_ups_per_hour: Annotated[int, Field(ge=1)] = 60  # from one address
    # Failed logins that are free, and the longest wait after them (souk_user/domain/attempts.py): of one address trying
    # one account (or of a device the account knows), of one address, and of one account from anywhere.
    pair_failures_free: Annotated[int, Field(ge=1)] = 5
    pair_longest_wait_s: Annotated[float, Field(gt=0)] = 900.0
    address_failures_free: Annotated[int, Field(ge=1)] = 50
    address_longest_wait_s: Annotated[float, Field(gt=0)] = 3600.0
    account_failures_free: Annotated[int, Field(ge=1)] = 200
    account_longest_wait_s: Annotated[float, Field(gt=0)] = 30.0
    # Codes by mail and text message (souk_user/domain/codes.py), in an hour.
    codes_per_address: Annotated[int, Field(ge=1)] = 60
    codes_per_pair: Annotated[int, Field(ge=1)] = 5
    codes_per_contact: Annotated[int, Field(ge=1)] = 10
    codes_per_contact_and_day: Annotated[int, Field(ge=1)] = 30
    code_tries_per_address: Annotated[int, Field(ge=1)] = 120
    # Notices of what is back in stock (souk_user/domain/notices.py).
    notices_per_address: Annotated[int, Field(ge=1)] = 30  # asked by guests, in an hour
    notices_at_once: Annotated[int, Field(ge=1, le=1000)] = 100  # who asked first has that much of a start
    notices_pause_s: Annotated[float, Field(gt=0)] = 60.0
    phone_country_code: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,2}$")] = "91"  # of numbers written without one
    # Passwords of the accounts that souk_user.commands.accounts makes; made up and printed where left out.
    admin_password: Secret | None = None
    customer_password: Secret | None = None
    seller_password: Secret | None = None

    def login_limits(self) -> LoginLimits:
        return LoginLimits(
            pair=_patience(self.pair_failures_free, 30.0, self.pair_longest_wait_s),
            address=_patience(self.address_failures_free, 60.0, self.address_longest_wait_s),
            account=_patience(self.account_failures_free, 5.0, self.account_longest_wait_s),
        )

    def code_limits(self) -> CodeLimits:
        return CodeLimits(
            per_address=self.codes_per_address,
            per_pair=self.codes_per_pair,
            per_contact=self.codes_per_contact,
            per_contact_and_day=self.codes_per_contact_and_day,
            tries_per_address=self.code_tries_per_address,
        )

    def notice_limits(self) -> NoticeLimits:
        pause = timedelta(seconds=self.notices_pause_s)
        return NoticeLimits(self.notices_per_address, self.notices_at_once, pause)


def _patience(free: int, first_wait_s: float, longest_wait_s: float) -> Patience:
    return Patience(free, timedelta(seconds=first_wait_s), timedelta(seconds=longest_wait_s))
