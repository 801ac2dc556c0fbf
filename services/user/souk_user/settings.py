"""What the user service is told at its start."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator

from kit.hosts import is_local
from kit.settings import Secret, ServiceSettings
from souk_user.domain.attempts import LoginLimits, Patience
from souk_user.domain.codes import CodeLimits
from souk_user.domain.notices import NoticeLimits
from souk_user.domain.providers import NAME, Provider


def _issuer(text: str) -> str:
    parts = urlsplit(text)
    if not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ValueError("an issuer is an address without ? and #")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_local(text)):
        raise ValueError("an issuer is asked by https")
    return text


ProviderName = Annotated[str, StringConstraints(pattern=NAME)]


class OidcProvider(BaseModel):
    """One provider, as its registration of the shop says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    issuer: Annotated[str, StringConstraints(max_length=255), AfterValidator(_issuer)]
    client_id: Annotated[str, StringConstraints(min_length=1, max_length=255)]
    shown_as: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    scopes: tuple[Annotated[str, StringConstraints(pattern=r"^[\x21\x23-\x5b\x5d-\x7e]{1,100}$")], ...] = (
        "email",
        "profile",
    )


class Settings(ServiceSettings, service="user"):
    signing_key: Secret  # Signs access tokens and guests: an Ed25519 private key, PEM.
    factor_secret: Secret  # Seals the secrets of authenticators; without it nobody who has one gets in.
    # How many passwords one instance hashes at a time: each takes a processor and the memory below.
    hashing_at_once: Annotated[int, Field(ge=1, le=16)] = 2
    # Memory that hashing one password takes (Argon2id), in KiB: what makes guessing dear.
    hashing_memory_kib: Annotated[int, Field(ge=8)] = 19_456
    holders: tuple[str, ...] = ()  # Services that hold what is somebody's: they are asked to tell it and to forget it.
    # From the last sign-out until services are asked to forget: longer than an access token lives (10 minutes).
    deletion_settles_s: Annotated[float, Field(gt=0)] = 660.0
    sign_ups_per_hour: Annotated[int, Field(ge=1)] = 60  # Sign-ups that one address may begin in an hour.
    # Failed logins that are free of waiting when one address tries one account (or a device that the account knows).
    pair_failures_free: Annotated[int, Field(ge=1)] = 5
    # The longest that such a pair waits between two tries: waits double from 30 s on.
    pair_longest_wait_s: Annotated[float, Field(gt=0)] = 900.0
    # Failed logins that are free of waiting from one address, whatever accounts it tries.
    address_failures_free: Annotated[int, Field(ge=1)] = 50
    # The longest that such an address waits between two tries.
    address_longest_wait_s: Annotated[float, Field(gt=0)] = 3600.0
    # Failed logins that are free of waiting for one account, wherever they come from.
    account_failures_free: Annotated[int, Field(ge=1)] = 200
    # The longest that all strangers to such an account wait between two tries; short, or they could lock its owner out.
    account_longest_wait_s: Annotated[float, Field(gt=0)] = 30.0
    # Codes by mail and text message that one address may ask for in an hour.
    codes_per_address: Annotated[int, Field(ge=1)] = 60
    # Codes that one address may ask for to one mail address or phone in an hour.
    codes_per_pair: Annotated[int, Field(ge=1)] = 5
    # Codes that are sent to one mail address or phone in an hour, whoever asks.
    codes_per_contact: Annotated[int, Field(ge=1)] = 10
    # Codes that are sent to one mail address or phone in a day.
    codes_per_contact_and_day: Annotated[int, Field(ge=1)] = 30
    code_tries_per_address: Annotated[int, Field(ge=1)] = 120  # Codes that one address may try in an hour.
    # Notices of what is back in stock that guests of one address may ask for in an hour.
    notices_per_address: Annotated[int, Field(ge=1)] = 30
    # How many are told at a time that something is back in stock: who asked first has that much of a start.
    notices_at_once: Annotated[int, Field(ge=1, le=1000)] = 100
    notices_pause_s: Annotated[float, Field(gt=0)] = 60.0  # The pause before the next so many are told.
    # The country code of phone numbers that are written without one.
    phone_country_code: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,2}$")] = "91"
    # Who else may vouch for customers (OpenID Connect), by a name of lower-case letters, digits and dashes: {"google":
    # {"issuer": "https://accounts.google.com", "client_id": "…", "shown_as": "Google"}}; also "scopes". Register
    # https://SHOP/login/from/google there as the address to return to.
    oidc_providers: dict[ProviderName, OidcProvider] = Field(default_factory=dict)
    # The secrets of clients that have one at their provider: {"google": "…"}.
    oidc_secrets: dict[str, Secret] = Field(default_factory=dict)
    # How long all that one sign-in asks of a provider may take.
    oidc_answer_s: Annotated[float, Field(gt=0, le=30)] = 5.0
    # Sign-ins by a provider that one address may begin or end in an hour.
    oidc_logins_per_address: Annotated[int, Field(ge=1)] = 120
    # The password of the admin account that souk_user.commands.accounts makes; made up and printed without it.
    admin_password: Secret | None = None
    # The password of the customer that it makes where the shop is at localhost; made up and printed without it.
    customer_password: Secret | None = None
    # The password of the seller that it makes there; made up and printed without it.
    seller_password: Secret | None = None

    @field_validator("oidc_providers")
    @classmethod
    def _of_different_issuers(cls, providers: dict[str, OidcProvider]) -> dict[str, OidcProvider]:
        if len({each.issuer for each in providers.values()}) < len(providers):
            raise ValueError("two of them are of one issuer")
        return providers

    @field_validator("oidc_secrets")
    @classmethod
    def _of_known_providers(cls, secrets: dict[str, Secret], others: ValidationInfo) -> dict[str, Secret]:
        known: dict[str, Any] = others.data.get("oidc_providers", {})
        if strange := sorted(secrets.keys() - known.keys()):
            raise ValueError(f"the providers do not name {', '.join(strange)}")
        return secrets

    def providers(self) -> list[Provider]:
        return [
            Provider(name, each.issuer, each.client_id, each.shown_as, each.scopes)
            for name, each in self.oidc_providers.items()
        ]

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
