"""What an operator may set; names carry their units."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from kit.files.settings import FileSettings
from kit.settings import Secret


class Settings(FileSettings, service="content"):
    preview_secret: Secret
    refresh_secret: Secret  # the gateway's: who has it may make it fetch an address anew
    # The gateways that keep copies; the public address where there is one only.
    gateway_urls: tuple[str, ...] = ()
    # Other sites that pages, banners and answers may link to.
    linked_sites: tuple[str, ...] = ("en.wikipedia.org", "www.indiapost.gov.in", "www.openstreetmap.org")
    picture_deadline_s: Annotated[float, Field(gt=0, le=55)] = 45.0  # then the process that reads an upload is killed
    preview_hours: Annotated[int, Field(ge=1, le=24 * 30)] = 24
    # How long the gateway may answer for us; what changes is refreshed at once, so this is for when that fails.
    shared_cache_s: Annotated[int, Field(ge=0)] = 30

    @property
    def previews_live(self) -> timedelta:
        return timedelta(hours=self.preview_hours)

    @property
    def gateways(self) -> tuple[str, ...]:
        return self.gateway_urls or (self.public_url,)
