"""How facts travel in JetStream: the names that publishers, followers and whoever sets up the broker must agree on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Follow:
    """What one service follows of one other's stream."""

    stream: str
    durable: str
    subjects: tuple[str, ...]


def stream_of(publisher: str) -> str:
    return publisher.upper()


def subjects_of(publisher: str) -> str:
    return f"{publisher}.>"


def durable_of(follower: str) -> str:
    return follower


def reply_prefix_of(service: str) -> str:
    """Answers of the broker come under a name that no other service may listen to."""
    return f"_INBOX_{service}"


def of_each(subjects: Iterable[str], services: Sequence[str]) -> tuple[str, ...]:
    """A fact that every service announces of itself stands for as many subjects: "*.audited.v1"."""
    return tuple(
        one
        for subject in subjects
        for one in ([f"{service}{subject[1:]}" for service in services] if subject.startswith("*.") else [subject])
    )


def follows_of(follower: str, subjects: Iterable[str]) -> tuple[Follow, ...]:
    by_publisher: dict[str, list[str]] = {}
    for subject in subjects:
        by_publisher.setdefault(subject.partition(".")[0], []).append(subject)
    return tuple(
        Follow(stream_of(publisher), durable_of(follower), tuple(followed))
        for publisher, followed in by_publisher.items()
    )
