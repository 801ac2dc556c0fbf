from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from content_examples import MORNING

from contracts.marked_text import rich_text
from souk_content.actions import banners, faqs, media, pages
from souk_content.commands.seed import DATA, read_seed, seed
from souk_content.domain.pages import check_links
from souk_content.settings import Settings

if TYPE_CHECKING:
    from souk_content.actions.deps import Deps


async def test_an_empty_shop_opens_with_pages_banners_and_questions(deps: Deps) -> None:
    said = await seed(deps, 'A "small" shop')

    live = {each.slug: each.content for each in await deps.pages.list_live(MORNING)}
    assert {"home", "returns", "contact", "privacy", "terms", "shipping", "about", "size-guide"} <= set(live)
    assert live["home"]
    assert live["home"].title.startswith('A "small" shop')
    at_home = await banners.list_shown(deps, "home")
    assert {banner.audience for banner in at_home} == {"guests", "signed-in"}
    assert [picture.width for picture in (await media.pictures_of_banners(deps, at_home)).values()] == [1200]
    assert len(await deps.faqs.list_faqs()) > 10
    assert "pages" in said


async def test_what_an_editor_changed_or_removed_is_left_alone_by_the_next_seed(deps: Deps) -> None:
    await seed(deps, "Souk")
    draft = await deps.pages.get_draft("returns")
    await pages.save_draft(deps, "returns", draft.content.model_copy(update={"title": "Ours"}), draft.version)
    await pages.publish(deps, "returns", None, uuid4())
    await pages.take_down(deps, "terms", uuid4())
    gone = (await deps.banners.list_banners())[0]
    await banners.remove_banner(deps, gone.id)
    asked = (await deps.faqs.list_faqs())[0]
    await faqs.remove_faq(deps, asked.id)

    said = await seed(deps, "Souk")

    assert "already" in said
    assert (await pages.show_page(deps, "returns"))[0].title == "Ours"
    assert "terms" not in {each.slug for each in await deps.pages.list_live(MORNING)}
    assert gone not in await deps.banners.list_banners()
    assert asked not in await deps.faqs.list_faqs()


def test_every_seeded_link_leads_where_the_shop_may_link_to() -> None:
    sites = frozenset(Settings.model_fields["linked_sites"].default)

    for page in read_seed(DATA, "Souk").pages:
        check_links(page.content, sites)


def test_text_as_people_type_it_becomes_paragraphs_lists_marks_and_links() -> None:
    assert rich_text("One *two* **three**\nfour.\n\n- a\n- [b](/c)") == [
        {
            "kind": "paragraph",
            "runs": [
                {"text": "One "},
                {"text": "two", "bold": False, "italic": True},
                {"text": " "},
                {"text": "three", "bold": True, "italic": False},
                {"text": " four."},
            ],
        },
        {"kind": "list", "items": [[{"text": "a"}], [{"text": "b", "href": "/c"}]]},
    ]
