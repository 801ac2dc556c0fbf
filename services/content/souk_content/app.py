"""The only wiring of the content service."""

from __future__ import annotations

from kit.clock import Clock
from kit.data.database import Database
from kit.languages import prefix_of
from kit.pictures.making import ChildRenditions
from kit.running.service import Infra, Service
from souk_content.actions.deps import Deps
from souk_content.adapters.gateway import HttpGateways
from souk_content.jobs import jobs
from souk_content.routes import router
from souk_content.settings import Settings
from souk_content.storage.banners import PostgresBanners
from souk_content.storage.faqs import PostgresFaqs
from souk_content.storage.pages import PostgresPages
from souk_content.storage.pictures import PostgresPictures
from souk_content.storage.refreshes import PostgresRefreshes


def build(settings: Settings, infra: Infra) -> Service[Deps]:
    deps = wired(settings, infra.database, infra.clock)
    return Service(name="content", version="0.1.0", router=router, deps=deps, jobs=jobs)


def wired(settings: Settings, database: Database, clock: Clock) -> Deps:
    sites = frozenset(settings.linked_sites)
    return Deps(
        pages=PostgresPages(database, sites),
        banners=PostgresBanners(database, sites),
        faqs=PostgresFaqs(database, sites),
        pictures=PostgresPictures(database),
        renditions=ChildRenditions(settings.picture_deadline_s),
        media=settings.public_files(),
        refreshes=PostgresRefreshes(database),
        gateway=HttpGateways(settings.gateways, settings.refresh_secret),
        clock=clock,
        prefixes=[prefix_of(locale, settings.locale) for locale in settings.languages or (settings.locale,)],
        linked_sites=sites,
        preview_secret=settings.preview_secret,
        previews_live=settings.previews_live,
        shared_cache_s=settings.shared_cache_s,
    )
