"""What the actions need, given by app.py."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from kit.clock import Clock
from kit.files.store import FileStore
from kit.pictures.renditions import PictureMaker
from kit.settings import Secret
from souk_content.ports import (
    BannerStore,
    FaqStore,
    Gateway,
    PageStore,
    PictureStore,
    RefreshStore,
)


@dataclass(frozen=True, slots=True)
class Deps:
    pages: PageStore
    banners: BannerStore
    faqs: FaqStore
    pictures: PictureStore
    renditions: PictureMaker
    media: FileStore
    refreshes: RefreshStore
    gateway: Gateway
    clock: Clock
    prefixes: Sequence[str]  # of pages in each language
    linked_sites: Collection[str]
    preview_secret: Secret
    previews_live: timedelta
    shared_cache_s: int
