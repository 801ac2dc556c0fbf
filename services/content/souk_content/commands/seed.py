"""`python -m souk_content.commands.seed`: pages, banners and questions of data/, each brought once and never again.

What an editor has changed or removed since then stays changed or removed.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from contracts.marked_text import rich_text
from kit.clock import SystemClock
from kit.data.database import Database
from kit.running.commands import run_command
from souk_content.actions.deps import Deps
from souk_content.actions.seeding import Seed, SeededBanner, SeededFaq, SeededPage, SeededPicture, bring
from souk_content.app import wired
from souk_content.domain.banners import BannerContent
from souk_content.domain.faqs import FaqContent, Topic
from souk_content.domain.pages import PageContent
from souk_content.settings import Settings

DATA = Path(__file__).parent.parent / "data"


def read_seed(folder: Path, shop: str) -> Seed:
    topics = _tables(folder / "faqs.toml", shop)["topic"]
    return Seed(
        pages=[_page(entry) for entry in _tables(folder / "pages.toml", shop)["page"]],
        banners=[_banner(entry, folder) for entry in _tables(folder / "banners.toml", shop)["banner"]],
        topics=[Topic(entry["slug"], entry["title"], at) for at, entry in enumerate(topics)],
        faqs=[_faq(entry["slug"], faq, at) for entry in topics for at, faq in enumerate(entry["faq"])],
    )


def _tables(file: Path, shop: str) -> dict[str, Any]:
    quoted = shop.replace("\\", "\\\\").replace('"', '\\"')
    return tomllib.loads(file.read_text("utf-8").replace("{shop}", quoted))


def _page(entry: dict[str, Any]) -> SeededPage:
    blocks = [
        {**block, "text": rich_text(block["text"])} if block["type"] == "rich_text" else block
        for block in entry["blocks"]
    ]
    return SeededPage(entry["slug"], PageContent.model_validate({**_without(entry, "slug"), "blocks": blocks}))


def _banner(entry: dict[str, Any], folder: Path) -> SeededBanner:
    content = BannerContent.model_validate(_without(entry, "name", "slot", "audience", "position", "picture"))
    picture = entry.get("picture")
    shown = SeededPicture((folder / picture["file"]).read_bytes(), picture["alt"]) if picture else None
    return SeededBanner(entry["name"], entry["slot"], content, entry["audience"], entry["position"], shown)


def _faq(topic: str, entry: dict[str, Any], position: int) -> SeededFaq:
    said = {"topic": topic, "question": entry["question"], "answer": rich_text(entry["answer"]), "position": position}
    return SeededFaq(f"{topic}/{entry['name']}", FaqContent.model_validate(said))


def _without(entry: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in keys}


async def seed(deps: Deps, shop: str, folder: Path = DATA) -> str:
    """Says what it did."""
    brought = await bring(deps, read_seed(folder, shop))
    return f"{brought} pages, banners and questions" if brought else "all of it is there already"


async def _main(settings: Settings) -> None:
    async with Database(settings.database_url, size=1, name="souk_content seed") as database:
        said = await seed(wired(settings, database, SystemClock()), settings.shop_name)
    print(f"content: {said}")


if __name__ == "__main__":
    run_command(lambda: _main(Settings.read(os.environ)))
