"""What content asks of its stores and of the gateway."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Protocol, Self
from uuid import UUID

from kit.pictures.renditions import Renditions
from souk_content.domain.addresses import Refresh
from souk_content.domain.banners import Banner
from souk_content.domain.faqs import Faq, FaqContent, Topic
from souk_content.domain.media import Picture
from souk_content.domain.pages import Draft, PageContent, Publication


class Store(Protocol):
    def transaction(self, once: UUID | str | None = None) -> AbstractAsyncContextManager[Self]:
        """Everything or nothing."""
        ...

    async def add_refreshes(self, addresses: Iterable[str], moments: Iterable[datetime]) -> None:
        """The gateway is asked at each moment to fetch each address anew."""
        ...

    async def is_first(self, name: str) -> bool:
        """Notes that the seed has brought this; False where it had before."""
        ...


class PageStore(Store, Protocol):
    async def find_live(self, slug: str, now: datetime) -> Publication | None:
        """The newest whose time has come; without content while the page is taken down."""
        ...

    async def list_live(self, now: datetime) -> Sequence[Publication]:
        """By slug, without those that are taken down."""
        ...

    async def get_draft(self, slug: str) -> Draft:
        """Raises UnknownPage."""
        ...

    async def get_draft_to_change(self, slug: str) -> Draft:
        """Locked until the transaction ends."""
        ...

    async def list_drafts(self) -> Sequence[Draft]: ...

    async def add_draft(self, slug: str, content: PageContent, now: datetime) -> None:
        """Raises DraftChanged if there is such a page."""
        ...

    async def save_draft(self, slug: str, content: PageContent, version: int, now: datetime) -> None:
        """`version` is the one that was read. Raises DraftChanged."""
        ...

    async def add_publication(self, publication: Publication) -> None: ...
    async def get_publication(self, slug: str, number: int) -> Publication: ...
    async def list_publications(self, slug: str) -> Sequence[Publication]: ...
    async def find_last_number(self, slug: str) -> int: ...
    async def remove_publication(self, slug: str, number: int) -> None: ...


class BannerStore(Store, Protocol):
    async def list_due(self, slot: str, now: datetime) -> Sequence[Banner]:
        """Those of a slot whose time it is, in the order of their positions."""
        ...

    async def list_banners(self) -> Sequence[Banner]: ...
    async def get_banner(self, banner_id: UUID) -> Banner: ...
    async def add_banner(self, banner: Banner) -> None: ...
    async def save_banner(self, banner: Banner) -> None:
        """Raises BannerChanged unless the kept version is the one before."""
        ...

    async def remove_banner(self, banner_id: UUID) -> None: ...

    async def list_pages_showing_slot(self, slot: str) -> Sequence[str]: ...


class FaqStore(Store, Protocol):
    async def list_topics(self) -> Sequence[Topic]: ...
    async def save_topic(self, topic: Topic) -> None: ...
    async def list_faqs(self) -> Sequence[Faq]:
        """By topic, then in the order of their positions."""
        ...

    async def list_matching(self, words: Collection[str], most: int) -> Sequence[Faq]:
        """Those with all the words, the best first; else those with any of them."""
        ...

    async def get_faq(self, faq_id: UUID) -> Faq: ...

    async def add_faq(self, faq_id: UUID, content: FaqContent) -> None:
        """Raises UnknownTopic."""
        ...

    async def save_faq(self, faq_id: UUID, content: FaqContent, version: int) -> None:
        """`version` is the one that was read. Raises FaqChanged, UnknownTopic."""
        ...

    async def remove_faq(self, faq_id: UUID) -> None: ...
    async def list_pages_showing_faqs(self) -> Sequence[str]: ...


class PictureStore(Store, Protocol):
    async def find_by_sha256(self, sha256: str) -> Picture | None: ...
    async def list_pictures(self) -> Sequence[Picture]: ...
    async def list_of(self, ids: Collection[UUID]) -> Sequence[Picture]: ...
    async def add_picture(self, picture: Picture) -> None:
        """Nothing happens where the same file was uploaded by somebody else meanwhile."""
        ...

    async def save_alt(self, picture_id: UUID, alt: str) -> Picture: ...
    async def list_pages_showing_picture(self, picture_id: UUID) -> Sequence[str]: ...


class PictureMaker(Protocol):
    async def make(self, data: bytes) -> Renditions:
        """Raises PictureRefused."""
        ...


class RefreshStore(Protocol):
    async def claim_refreshes(self, now: datetime, again_after: timedelta, most: int) -> Sequence[Refresh]:
        """Those that are due; they come again unless they are removed in time."""
        ...

    async def remove_refreshes(self, ids: Collection[int]) -> None: ...


class Gateway(Protocol):
    async def refresh(self, addresses: Collection[str]) -> Collection[str]:
        """Makes every gateway fetch the addresses anew; gives those for which one could not be asked."""
        ...
