"""What an operator may set; names carry their units."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from kit.files.settings import FileSettings
from kit.settings import Secret


class Settings(FileSettings, service="content"):
    preview_secret: Secret  # Makes the links that show a page before it is published.
    refresh_secret: Secret  # Proves to the gateway who may make it fetch an address anew; the gateway knows it too.
    # Every gateway that keeps copies of pages, to be told what changed; the public address alone where this is empty.
    gateway_urls: tuple[str, ...] = ()
    # Other sites that pages, banners and answers may link to.
    linked_sites: tuple[str, ...] = ("en.wikipedia.org", "www.indiapost.gov.in", "www.openstreetmap.org")
    # How long reading one uploaded picture may take; then the process that reads it is killed.
    picture_deadline_s: Annotated[float, Field(gt=0, le=55)] = 45.0
    preview_hours: Annotated[int, Field(ge=1, le=24 * 30)] = 24  # For how many hours a link to a preview opens it.
    # How long the gateway may answer for us; what changes is refreshed at once, so this is for when that fails.
    shared_cache_s: Annotated[int, Field(ge=0)] = 30

    @property
    def previews_live(self) -> timedelta:
        return timedelta(hours=self.preview_hours)

    @property
    def gateways(self) -> tuple[str, ...]:
        return self.gateway_urls or (self.public_url,)
