"""What the actions need, given by app.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kit.clock import Clock
from kit.files.store import FileStore
from kit.http.limits import Limits
from souk_support.domain.links import Links
from souk_support.domain.targets import Targets
from souk_support.ports import AttachmentStore, CannedStore, HelpStore, Orders, TicketStore


@dataclass(frozen=True, slots=True)
class Deps:
    tickets: TicketStore
    attachments: AttachmentStore
    files: FileStore | None  # what is attached, where it does not lie in the database
    help: HelpStore
    canned: CannedStore
    orders: Orders
    links: Links
    limits: Limits
    clock: Clock
    targets: Targets
    solved_live: timedelta
    closed_live: timedelta
    shared_cache_s: int
