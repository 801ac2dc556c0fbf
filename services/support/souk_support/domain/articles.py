"""Articles of the help center, by topic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypeAlias

from pydantic import Field

from contracts.rich_text import Line, RichText, Strict

Slug: TypeAlias = Annotated[str, Field(max_length=80, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Position: TypeAlias = Annotated[int, Field(ge=0, le=10_000)]


class ArticleContent(Strict):
    topic: Slug
    title: Line
    summary: Line
    body: RichText
    position: Position = 100


@dataclass(frozen=True, slots=True)
class Topic:
    slug: str
    title: str
    summary: str
    position: int


@dataclass(frozen=True, slots=True)
class Article:
    slug: str
    content: ArticleContent
    version: int
    updated_at: datetime
    helpful: int = 0
    unhelpful: int = 0
