"""Text with paragraphs, lists, marks and links: a structure without HTML, so that nothing in it can ever run."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Annotated, Literal, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

NO_CONTROL = r"^[^\x00-\x1f\x7f]*$"
OWN_PATH = re.compile(r"^/(?![/\\])[^\s\\]*$")
MAIL_OR_PHONE = re.compile(r"^(mailto:[^\s<>\"@?]+@[^\s<>\"@?]+|tel:\+?[0-9-]+)$")
ELSEWHERE = re.compile(r"^https://[a-z0-9.-]+(/[^\s\\]*)?$")


def _addresses_something(href: str) -> str:
    if OWN_PATH.match(href) or MAIL_OR_PHONE.match(href) or ELSEWHERE.match(href):
        return href
    raise ValueError("must be a path of the shop (/returns), an https, mailto or tel address")


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Line: TypeAlias = Annotated[str, Field(min_length=1, max_length=200, pattern=NO_CONTROL)]
Href: TypeAlias = Annotated[str, Field(max_length=500), AfterValidator(_addresses_something)]


class Run(Strict):
    """A stretch of text with the same marks."""

    text: Annotated[str, Field(min_length=1, max_length=2000, pattern=NO_CONTROL)]
    bold: bool = False
    italic: bool = False
    href: Href | None = None


Runs: TypeAlias = Annotated[list[Run], Field(min_length=1, max_length=50)]


class Paragraph(Strict):
    kind: Literal["paragraph"]
    runs: Runs


class BulletList(Strict):
    kind: Literal["list"]
    ordered: bool = False
    items: Annotated[list[Runs], Field(min_length=1, max_length=50)]


RichText: TypeAlias = Annotated[
    list[Annotated[Paragraph | BulletList, Field(discriminator="kind")]], Field(min_length=1, max_length=60)
]


def runs_of(text: RichText) -> Iterator[Run]:
    for part in text:
        for runs in [part.runs] if isinstance(part, Paragraph) else part.items:
            yield from runs


def plain(text: RichText) -> str:
    """Its words alone, for the search."""
    return " ".join(run.text for run in runs_of(text))


def is_allowed(href: str, sites: Collection[str]) -> bool:
    """Links lead into the shop, to a mailbox or a telephone, or to a site that the operator has named."""
    return not href.startswith("https:") or urlsplit(href).hostname in sites


def leaving(text: RichText, sites: Collection[str]) -> Iterable[str]:
    return [run.href for run in runs_of(text) if run.href and not is_allowed(run.href, sites)]


def without_links_elsewhere(text: RichText, sites: Collection[str]) -> RichText:
    """The words stay; links to sites that are not named (any more) go."""

    def cleared(runs: Runs) -> Runs:
        return [
            run if run.href is None or is_allowed(run.href, sites) else run.model_copy(update={"href": None})
            for run in runs
        ]

    return [
        Paragraph(kind="paragraph", runs=cleared(part.runs))
        if isinstance(part, Paragraph)
        else BulletList(kind="list", ordered=part.ordered, items=[cleared(item) for item in part.items])
        for part in text
    ]
