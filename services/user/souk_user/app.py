"""The only wiring of the user service."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from kit.calls.client import Calls
from kit.clock import Clock
from kit.data.database import Database
from kit.http.limits import Limits
from kit.http.tokens import SigningKey
from kit.running.service import Infra, Service
from kit.sagas.engine import Sagas
from kit.sagas.storage import PostgresSagas
from souk_user.actions.deps import Deps, Privacy
from souk_user.adapters.argon2 import Argon2Passwords
from souk_user.adapters.breached_passwords import BreachedPasswords
from souk_user.adapters.holders import HoldersByCall
from souk_user.adapters.openid.providers import OpenIdProviders
from souk_user.adapters.shelves import ProductShelves
from souk_user.adapters.zip_archive import ZipArchive
from souk_user.domain.codes import CodeHashes
from souk_user.domain.devices import Devices
from souk_user.domain.notices import StopLinks
from souk_user.domain.refresh_tokens import RefreshTokens
from souk_user.domain.second_factor import FactorSecrets
from souk_user.events import handlers
from souk_user.jobs import jobs
from souk_user.routes import router
from souk_user.sagas.deleting import deleting
from souk_user.sagas.exporting import exporting
from souk_user.settings import Settings
from souk_user.storage import PostgresUsers
from souk_user.storage.deletions import PostgresDeletions
from souk_user.storage.exports import PostgresExports
from souk_user.storage.notices import PostgresNotices
from souk_user.storage.people import PostgresAccountHolders


def build(settings: Settings, infra: Infra) -> Service[Deps]:
    deps = wired(settings, infra.database, infra.clock, infra.calls)
    sagas = deps.privacy.sagas
    return Service(name="user", version="0.2.0", router=router, deps=deps, handlers=handlers, jobs=jobs, sagas=sagas)


def wired(settings: Settings, database: Database, clock: Clock, calls: Calls) -> Deps:
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
        providers=providers_of(settings, clock),
        provider_logins_per_address=settings.oidc_logins_per_address,
        shop_name=settings.shop_name,
        phone_country_code=settings.phone_country_code,
        sends_text_messages=settings.sms_domain is not None,
        privacy=privacy_of(settings, database, clock, calls),
        notices=PostgresNotices(database),
        notice_limits=settings.notice_limits(),
        stop_links=StopLinks.under(signing),
        shelves=ProductShelves(calls),
        clock=clock,
    )


def providers_of(settings: Settings, clock: Clock) -> OpenIdProviders:
    secrets, answer_s = settings.oidc_secrets, settings.oidc_answer_s
    return OpenIdProviders(settings.providers(), secrets, settings.public_url, answer_s, clock)


def privacy_of(settings: Settings, database: Database, clock: Clock, calls: Calls) -> Privacy:
    exports, deletions = PostgresExports(database), PostgresDeletions(database)
    holders = HoldersByCall(calls, PostgresAccountHolders(database))
    definitions = [
        exporting(exports, holders, partial(ZipArchive, settings.shop_name), clock),
        deleting(deletions, holders, clock, timedelta(seconds=settings.deletion_settles_s)),
    ]
    sagas = Sagas(PostgresSagas(database), definitions, clock)
    return Privacy(exports, deletions, holders, sagas, settings.holders)
