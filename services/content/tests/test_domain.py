from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from content_examples import MORNING, SITES, a_banner, a_page, later, paragraph, rich
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from contracts.rich_text import Paragraph, is_allowed, plain
from souk_content.domain.banners import shown
from souk_content.domain.blocks import Block, RichTextBlock, readable
from souk_content.domain.pages import LinkElsewhere, check_links
from souk_content.domain.previews import PreviewOver, check_preview, preview_token

BLOCK: TypeAdapter[Block] = TypeAdapter(Block)
LINKS = [
    "/returns",
    "/content/faq?topic=returns#a",
    "https://en.wikipedia.org/wiki/Souq",
    "mailto:a@b.example",
    "tel:+91-80",
]
NO_LINKS = [
    "javascript:alert(1)",
    "//elsewhere.example",
    "/\\elsewhere.example",
    "https://user@elsewhere.example",
    "data:text/html,a",
    "http://plain.example",
    "mailto:a@b.example?bcc=c",
    "/a b",
    " /returns",
    "https://EXAMPLE.com@evil.example",
]


@pytest.mark.parametrize("href", LINKS)
def test_a_link_leads_into_the_shop_to_a_mailbox_or_to_a_named_site(href: str) -> None:
    block = BLOCK.validate_python(rich("Look here", href=href))

    assert isinstance(block, RichTextBlock)
    assert is_allowed(href, SITES)


@pytest.mark.parametrize("href", NO_LINKS)
def test_what_could_run_or_mislead_is_no_link(href: str) -> None:
    with pytest.raises(ValidationError):
        BLOCK.validate_python(rich("Look here", href=href))


@given(st.text(max_size=60))
def test_whatever_passes_as_a_link_has_one_of_four_forms_and_no_way_out_of_them(href: str) -> None:
    try:
        BLOCK.validate_python(rich("Look here", href=href))
    except ValidationError:
        return

    assert href.startswith(("/", "https://", "mailto:", "tel:"))
    assert not href.startswith(("//", "/\\"))
    assert not set(href) & set(" \t\r\n\\")


@pytest.mark.parametrize(
    "block",
    [
        {"type": "html", "html": "<script>"},
        {"type": "frame", "src": "https://elsewhere.example"},
        {**rich("a"), "class": "x"},
        {"type": "rich_text", "text": [{"kind": "paragraph", "runs": [{"text": "a", "style": "color: red"}]}]},
        {"type": "rich_text", "text": [{"kind": "html", "runs": [{"text": "a"}]}]},
        {"type": "heading", "level": 1, "text": "A second first heading"},
        rich("a\x00b"),
        {"type": "product_row", "title": "All of it", "by": "newest", "limit": 1000},
    ],
)
def test_what_is_no_block_is_refused(block: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        BLOCK.validate_python(block)


def test_a_page_links_only_to_sites_that_are_named() -> None:
    card = {"type": "link_card", "title": "A map", "text": "Where we are.", "href": "https://elsewhere.example/map"}

    with pytest.raises(LinkElsewhere) as refused:
        check_links(a_page("See", rich("this", href="https://evil.example/"), card), SITES)

    assert refused.value.facts["links"] == ["https://evil.example/", "https://elsewhere.example/map"]
    check_links(a_page("See", rich("this", href="https://en.wikipedia.org/wiki/Souq")), SITES)


def test_on_the_way_out_what_is_no_block_goes_and_links_to_unnamed_sites_lose_their_address() -> None:
    kept = [
        {"type": "html", "html": "<script>alert(1)</script>"},
        "no block at all",
        rich("words stay", href="https://once-named.example/"),
        {"type": "link_card", "title": "A map", "text": "Gone.", "href": "https://once-named.example/"},
        rich("safe", href="/returns"),
    ]

    blocks = readable(kept, SITES)

    assert [block.model_dump(exclude_none=True, exclude_defaults=True) for block in blocks] == [
        rich("words stay"),
        rich("safe", href="/returns"),
    ]


def test_the_search_sees_the_words_of_a_text_alone() -> None:
    part = Paragraph.model_validate(paragraph("Thirty days", bold=True, href="/returns"))

    assert plain([part]) == "Thirty days"


def test_of_a_slot_guests_and_who_is_signed_in_see_their_first_banner_each() -> None:
    guests, members, everyone = (a_banner(a, a) for a in ("guests", "signed-in", "everyone"))  # pyright: ignore[reportArgumentType]

    assert shown([guests, everyone, members]) == [guests, everyone]
    assert shown([everyone, guests, members]) == [everyone]
    assert shown([members, guests]) == [guests, members]
    assert shown([replace(members, position=1)]) == [replace(members, position=1)]
    assert shown([]) == []


def test_a_preview_link_opens_its_page_until_it_is_over_and_no_other() -> None:
    token = preview_token("secret", "returns", later(hours=1))

    assert check_preview("secret", "returns", token, MORNING) == later(hours=1)
    for secret, slug, text, at in [
        ("secret", "terms", token, MORNING),
        ("other", "returns", token, MORNING),
        ("secret", "returns", token, later(hours=1)),
        ("secret", "returns", token.replace(".", "9.", 1), MORNING),
        ("secret", "returns", "", MORNING),
        ("secret", "returns", "९.x", MORNING),
    ]:
        with pytest.raises(PreviewOver):
            check_preview(secret, slug, text, at)
