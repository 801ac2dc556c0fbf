"""The only wiring of the user service."""

from __future__ import annotations

from kit.clock import Clock
from kit.data.database import Database
from kit.http.limits import Limits
from kit.http.tokens import SigningKey
from kit.running.service import Infra, Service
from souk_user.actions.deps import Deps
from souk_user.adapters.argon2 import Argon2Passwords
from souk_user.adapters.breached_passwords import BreachedPasswords
from souk_user.domain.codes import CodeHashes
from souk_user.domain.devices import Devices
from souk_user.domain.refresh_tokens import RefreshTokens
from souk_user.domain.second_factor import FactorSecrets
from souk_user.events import handlers
from souk_user.jobs import jobs
from souk_user.routes import router
from souk_user.settings import Settings
from souk_user.storage import PostgresUsers


def build(settings: Settings, infra: Infra) -> Service[Deps]:
    deps = wired(settings, infra.database, infra.clock)
    return Service(name="user", version="0.2.0", router=router, deps=deps, handlers=handlers, jobs=jobs)


def wired(settings: Settings, database: Database, clock: Clock) -> Deps:
    signing = SigningKey.read(settings.signing_key.reveal())
    return Deps(
        users=PostgresUsers(database),
        passwords=Argon2Passwords(settings.hashing_at_once, settings.hashing_memory_kib),
        breached=BreachedPasswords.shipped(),
        signing=signing,
        refresh_tokens=RefreshTokens.under(signing),
        devices=Devices.under(signing),
        limits=Limits(database),
        sign_ups_per_hour=settings.sign_ups_per_hour,
        login_limits=settings.login_limits(),
        code_hashes=CodeHashes.under(signing),
        code_limits=settings.code_limits(),
        factor_secrets=FactorSecrets(settings.factor_secret.reveal()),
        shop_name=settings.shop_name,
        phone_country_code=settings.phone_country_code,
        sends_text_messages=settings.sms_domain is not None,
        clock=clock,
    )
