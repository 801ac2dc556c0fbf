"""The only wiring of the reviews service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kit.clock import Clock
from kit.data.database import Database
from kit.http.limits import Limits
from kit.pictures.making import ChildRenditions
from souk_reviews.actions.deps import Deps
from souk_reviews.settings import Settings
from souk_reviews.storage.photos import PostgresPhotos
from souk_reviews.storage.purchases import PostgresPurchases
from souk_reviews.storage.reviews import PostgresReviews
from souk_reviews.storage.sellers import PostgresSellers

if TYPE_CHECKING:
    from kit.running.service import Infra, Service


def build(settings: Settings, infra: Infra) -> Service[Deps]:
    # Here, so that the seed starts without the web framework.
    from kit.running.service import Service
    from souk_reviews.actions.photos import remove_loose
    from souk_reviews.events import handlers
    from souk_reviews.jobs import jobs
    from souk_reviews.routes import router
    from souk_reviews.storage.people import PostgresReviewers

    deps = wired(settings, infra.database, infra.clock)
    people = PostgresReviewers(infra.database, deps.media, lambda: remove_loose(deps), deps.clock)
    return Service("reviews", "0.2.0", router, deps, handlers=handlers, jobs=jobs, people=people)


def wired(settings: Settings, database: Database, clock: Clock) -> Deps:
    return Deps(
        reviews=PostgresReviews(database),
        purchases=PostgresPurchases(database),
        sellers=PostgresSellers(database),
        photos=PostgresPhotos(database),
        renditions=ChildRenditions(settings.picture_deadline_s),
        media=settings.public_files(),
        limits=Limits(database),
        clock=clock,
        shared_cache_s=settings.shared_cache_s,
        forget_deliveries_of_nobody=settings.forget_deliveries_of_nobody,
    )
