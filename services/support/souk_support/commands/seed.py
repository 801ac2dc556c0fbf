"""`python -m souk_support.commands.seed`: articles and canned answers of data/, each brought once and never again."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from contracts.marked_text import rich_text
from kit.calls.client import Calls
from kit.clock import SystemClock
from kit.data.database import Database
from kit.ids import uuid7
from kit.running.commands import run_command
from souk_support.actions.deps import Deps
from souk_support.actions.seeding import Seed, SeededArticle, bring
from souk_support.app import wired
from souk_support.domain.articles import ArticleContent, Topic
from souk_support.domain.canned import CannedAnswer
from souk_support.settings import Settings

DATA = Path(__file__).parent.parent / "data"


def read_seed(folder: Path = DATA) -> Seed:
    topics = tomllib.loads((folder / "articles.toml").read_text("utf-8"))["topic"]
    canned = tomllib.loads((folder / "canned.toml").read_text("utf-8"))["answer"]
    return Seed(
        topics=[Topic(entry["slug"], entry["title"], entry["summary"], at) for at, entry in enumerate(topics)],
        articles=[_article(topic["slug"], entry, at) for topic in topics for at, entry in enumerate(topic["article"])],
        canned=[CannedAnswer(uuid7(), entry["title"], entry["text"].strip(), 1) for entry in canned],
    )


def _article(topic: str, entry: dict[str, Any], position: int) -> SeededArticle:
    said = {"topic": topic, "title": entry["title"], "summary": entry["summary"], "position": position}
    return SeededArticle(entry["slug"], ArticleContent.model_validate({**said, "body": rich_text(entry["body"])}))


async def seed(deps: Deps) -> str:
    """Says what it did."""
    brought = await bring(deps, read_seed())
    return f"{brought} articles and canned answers" if brought else "all of it is there already"


async def _main(settings: Settings) -> None:
    async with Database(settings.database_url, size=1, name="souk_support seed") as database:
        said = await seed(wired(settings, database, SystemClock(), Calls({})))
    print(f"support: {said}")


if __name__ == "__main__":
    run_command(lambda: _main(Settings.read(os.environ)))
