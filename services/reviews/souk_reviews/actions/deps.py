"""What the actions need, given by app.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kit.clock import Clock
from kit.files.store import FileStore
from kit.http.limits import Limits
from kit.pictures.renditions import PictureMaker
from souk_reviews.ports import PhotoStore, PurchaseStore, ReviewStore, SellerStore


@dataclass(frozen=True, slots=True)
class Deps:
    reviews: ReviewStore
    purchases: PurchaseStore
    sellers: SellerStore
    photos: PhotoStore
    renditions: PictureMaker
    media: FileStore
    limits: Limits
    clock: Clock
    shared_cache_s: int
    forget_deliveries_of_nobody: timedelta
