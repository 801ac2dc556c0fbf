"""What support asks of its stores and of the order service."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol, Self
from uuid import UUID

from kit.http.auth import Shopper
from kit.mail import Mail
from souk_support.domain.articles import Article, ArticleContent, Topic
from souk_support.domain.canned import CannedAnswer
from souk_support.domain.messages import Attachment, Message
from souk_support.domain.queue import Figures, Wanted
from souk_support.domain.tickets import LinkedOrder, Ticket


class Store(Protocol):
    def transaction(self, once: UUID | str | None = None) -> AbstractAsyncContextManager[Self]:
        """Everything or nothing."""
        ...

    async def is_first(self, name: str) -> bool:
        """Notes that the seed has brought this; False where it had before."""
        ...


class TicketStore(Store, Protocol):
    async def post(self, mail: Mail) -> None: ...

    async def add(self, ticket: Ticket) -> None:
        """Raises TicketExists where the request has its ticket already."""
        ...

    async def find(self, ticket_id: UUID) -> Ticket | None: ...
    async def find_by_request(self, request_key: str) -> Ticket | None: ...

    async def get_to_change(self, ticket_id: UUID) -> Ticket:
        """Locked until the transaction ends. Raises TicketNotFound."""
        ...

    async def save(self, ticket: Ticket) -> None: ...
    async def list_of(self, customer_id: UUID, before: UUID | None, most: int) -> Sequence[Ticket]: ...

    async def list_queue(self, wanted: Wanted, after: tuple[datetime, UUID] | None, most: int) -> Sequence[Ticket]:
        """By the target that comes next."""
        ...

    async def figures(self, now: datetime) -> Figures: ...

    async def list_solved_before(self, moment: datetime, most: int) -> Sequence[Ticket]:
        """Locked; those that others work with at this moment are left out."""
        ...

    async def remove_closed_before(self, moment: datetime) -> None:
        """With all that was said and attached."""
        ...

    async def add_message(self, message: Message) -> None: ...
    async def find_message(self, ticket_id: UUID, request_key: str) -> Message | None: ...

    async def list_messages(self, ticket_id: UUID) -> Sequence[Message]:
        """With their attachments, the oldest first."""
        ...

    async def attach(self, ids: Collection[UUID], uploader: str, message: Message) -> None:
        """Raises AttachmentsGone unless all are the uploader's and in no message yet, TooManyFiles for the ticket."""
        ...


class AttachmentStore(Store, Protocol):
    async def add_attachment(self, attachment: Attachment, uploader: str, data: bytes | None) -> None:
        """Without data where it lies in a bucket."""
        ...

    async def get_data(self, attachment_id: UUID) -> tuple[Attachment, bytes | None]:
        """Of one that is in a message. Raises AttachmentNotFound."""
        ...

    async def claim_loose_before(self, moment: datetime, most: int) -> Sequence[UUID]:
        """Those that no message names; from now on none can."""
        ...

    async def remove_attachments(self, ids: Collection[UUID]) -> None: ...


class HelpStore(Store, Protocol):
    async def list_topics(self) -> Sequence[Topic]: ...
    async def save_topic(self, topic: Topic) -> None: ...

    async def list_articles(self) -> Sequence[Article]:
        """By topic, then in the order of their positions."""
        ...

    async def list_matching(self, words: Collection[str], most: int) -> Sequence[Article]:
        """Those with all the words, the best first; else those with any of them."""
        ...

    async def get_article(self, slug: str) -> Article:
        """Raises UnknownArticle."""
        ...

    async def add_article(self, slug: str, content: ArticleContent, now: datetime) -> None:
        """Raises ArticleChanged if there is one, UnknownTopic."""
        ...

    async def save_article(self, slug: str, content: ArticleContent, version: int, now: datetime) -> None:
        """`version` is the one that was read. Raises ArticleChanged, UnknownArticle, UnknownTopic."""
        ...

    async def remove_article(self, slug: str) -> None: ...

    async def save_helpfulness(self, slug: str, voter: str, helpful: bool) -> None:
        """One answer of each voter; another one takes its place. Raises UnknownArticle."""
        ...


class CannedStore(Store, Protocol):
    async def list_canned(self) -> Sequence[CannedAnswer]: ...

    async def add_canned(self, answer: CannedAnswer) -> None:
        """Raises CannedAnswerChanged where there is one with its title."""
        ...

    async def save_canned(self, answer: CannedAnswer) -> None:
        """`version` is the one that was read. Raises CannedAnswerChanged, UnknownCannedAnswer."""
        ...

    async def remove_canned(self, answer_id: UUID) -> None: ...


class Orders(Protocol):
    async def find(self, order_id: UUID, shopper: Shopper, link_token: str | None) -> LinkedOrder:
        """One that is shown to this shopper, or to who has its link. Raises OrderNotYours."""
        ...
