"""What the actions of this service need; app.py says what stands behind each port."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from kit.clock import Clock
from kit.http.tokens import SigningKey
from kit.sagas.engine import Sagas
from souk_user.domain.attempts import LoginLimits
from souk_user.domain.codes import CodeHashes, CodeLimits
from souk_user.domain.devices import Devices
from souk_user.domain.notices import NoticeLimits, StopLinks
from souk_user.domain.refresh_tokens import RefreshTokens
from souk_user.domain.second_factor import FactorSecrets
from souk_user.ports import UserStore
from souk_user.ports.notices import NoticeStore, Shelves
from souk_user.ports.privacy import DeletionStore, ExportStore, Holders
from souk_user.ports.providers import Providers
from souk_user.ports.tools import PasswordHashes, RateLimits


@dataclass(frozen=True, slots=True)
class Privacy:
    """What copies of data and deletions take, beside all else."""

    exports: ExportStore
    deletions: DeletionStore
    holders: Holders
    sagas: Sagas
    asked: tuple[str, ...]  # services that hold people, without this one


@dataclass(frozen=True, slots=True)
class Deps:
    users: UserStore
    passwords: PasswordHashes
    breached: Container[str]
    signing: SigningKey
    refresh_tokens: RefreshTokens
    devices: Devices
    limits: RateLimits
    sign_ups_per_hour: int
    login_limits: LoginLimits
    code_hashes: CodeHashes
    code_limits: CodeLimits
    factor_secrets: FactorSecrets
    providers: Providers
    provider_logins_per_address: int
    shop_name: str
    phone_country_code: str
    sends_text_messages: bool
    privacy: Privacy
    notices: NoticeStore
    notice_limits: NoticeLimits
    stop_links: StopLinks
    shelves: Shelves
    clock: Clock
