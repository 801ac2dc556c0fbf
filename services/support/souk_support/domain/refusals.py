"""What the support service refuses, why, and what to do then."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from kit.errors import Kind, SoukError


class TicketNotFound(SoukError):
    code = "ticket-not-found"
    kind = Kind.NOT_FOUND

    def __init__(self, ticket_id: UUID) -> None:
        super().__init__(
            f"There is no ticket {ticket_id} that you may see.",
            "Open the link of our mail, or sign in with the account that asked.",
        )


class TicketExists(SoukError):
    """Another request with the same key was quicker."""

    code = "ticket-exists"
    kind = Kind.CONFLICT

    def __init__(self) -> None:
        super().__init__("This request has its ticket already.", "Send the same request again to get it.")


class LinkExpired(SoukError):
    code = "link-expired"
    kind = Kind.GONE

    def __init__(self) -> None:
        super().__init__("This link is over.", "Have a new one sent to the e-mail address of the ticket.")


class TicketClosed(SoukError):
    code = "ticket-closed"
    kind = Kind.CONFLICT

    def __init__(self, number: str) -> None:
        super().__init__(f"The ticket {number} is closed.", "Open a new ticket, and name this one in it.")


class TicketChanged(SoukError):
    code = "ticket-changed"
    kind = Kind.CONFLICT

    def __init__(self, ticket_id: UUID) -> None:
        super().__init__(
            f"Somebody else wrote in the ticket {ticket_id}, or changed it, meanwhile.",
            "Read it again, then act with the version that you read.",
        )


class IllegalMove(SoukError):
    code = "illegal-ticket-move"
    kind = Kind.CONFLICT

    def __init__(self, now: str, to: str) -> None:
        super().__init__(f"A ticket that is {now} does not become {to}.", "Read the ticket again.")


class NotSolvedYet(SoukError):
    code = "not-solved-yet"
    kind = Kind.CONFLICT

    def __init__(self, number: str) -> None:
        super().__init__(f"The ticket {number} is not solved yet.", "Say how it went once it is.")


class OrderNotYours(SoukError):
    code = "order-not-yours"
    kind = Kind.UNPROCESSABLE

    def __init__(self, order_id: UUID) -> None:
        super().__init__(
            f"The order {order_id} cannot be linked: it is not shown to you.",
            "Sign in with the account that ordered, come by the order's link, or ask without the order.",
        )


class FileRefused(SoukError):
    code = "file-refused"
    kind = Kind.UNPROCESSABLE

    def __init__(self, why: str) -> None:
        super().__init__(f"This file cannot be attached: {why}.", "Attach a JPEG, PNG, GIF, WebP, PDF or text file.")


class AttachmentNotFound(SoukError):
    code = "attachment-not-found"
    kind = Kind.NOT_FOUND

    def __init__(self, attachment_id: UUID) -> None:
        super().__init__(
            f"There is no file {attachment_id} for you.", "Read the ticket again: the links to its files are new then."
        )


class AttachmentsGone(SoukError):
    code = "attachments-gone"
    kind = Kind.UNPROCESSABLE

    def __init__(self, ids: Sequence[UUID]) -> None:
        super().__init__(
            "Not all of the files are there any more, or they are in another message.",
            "Attach them again, then send.",
            {"attachments": [str(each) for each in ids]},
        )


class TooManyFiles(SoukError):
    code = "too-many-files"
    kind = Kind.UNPROCESSABLE

    def __init__(self, most: int) -> None:
        super().__init__(f"A ticket takes {most} files.", "Send this without files, or open another ticket.")


class UnknownTopic(SoukError):
    code = "unknown-help-topic"
    kind = Kind.NOT_FOUND

    def __init__(self, topic: str) -> None:
        super().__init__(f"There is no topic {topic}.", "Make the topic first, or use one of the list.")


class UnknownArticle(SoukError):
    code = "unknown-article"
    kind = Kind.NOT_FOUND

    def __init__(self, slug: str) -> None:
        super().__init__(f"There is no article {slug}.", "Search the help center, or ask us.")


class ArticleChanged(SoukError):
    code = "article-changed"
    kind = Kind.CONFLICT

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"Somebody else has changed the article {slug} meanwhile.",
            "Read it again and change it with the version that you read.",
        )


class ArticleLeavesShop(SoukError):
    code = "article-leaves-shop"
    kind = Kind.UNPROCESSABLE

    def __init__(self, links: Sequence[str]) -> None:
        super().__init__(
            f"Articles link into the shop only: {', '.join(links)} leads elsewhere.", "Leave these links out."
        )


class UnknownCannedAnswer(SoukError):
    code = "unknown-canned-answer"
    kind = Kind.NOT_FOUND

    def __init__(self, answer_id: UUID) -> None:
        super().__init__(f"There is no canned answer {answer_id}.", "List them to see which there are.")


class CannedAnswerChanged(SoukError):
    code = "canned-answer-changed"
    kind = Kind.CONFLICT

    def __init__(self, title: str) -> None:
        super().__init__(
            f'There is another canned answer "{title}", or somebody changed this one meanwhile.',
            "List them again, then change it with the version that you read.",
        )
