"""A small service from a copy of its sources, which are edited while it is asked."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from cli.dev import reloading
from cli.dev.reloading import Reloading
from cli.home import Home
from cli.manifest import load
from kit.tests.processes import Running

PATIENCE_S = 90.0
PACE_S = 0.02  # both cores are for who loads


@dataclass
class FromSource:
    folder: Path
    port: int
    news: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)

    @property
    def app(self) -> Path:
        return self.folder / "souk_east" / "app.py"

    async def told(self, what: str) -> dict[str, Any]:
        news = await asyncio.wait_for(self.news.get(), PATIENCE_S)
        assert news["what"] == what, news
        return news

    async def name(self, browser: aiohttp.ClientSession) -> str:
        async with browser.get(f"http://127.0.0.1:{self.port}/api/v1/name") as answer:
            assert answer.status == 200
            return await answer.json()


@contextlib.asynccontextmanager
async def a_service_from_source(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FromSource]:
    small = Running(folder)
    for shared in reloading.SHARED:
        (folder / shared).mkdir()
    home = Home(folder / ".souk", folder)
    home.make()
    here = FromSource(folder, small.ports["east"])
    monkeypatch.setattr(reloading, "tell", lambda what, **facts: here.news.put_nowait({"what": what, **facts}))
    east = load().services["order"].model_copy(update={"name": "east", "port": here.port, "in_folder": "souk_east"})
    work = asyncio.create_task(Reloading(home, east, small.env, keepers=[]).run())
    try:
        yield here
    finally:
        work.cancel()
        await asyncio.wait([work])


async def test_a_change_is_served_and_no_request_is_lost_and_what_cannot_be_loaded_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        a_service_from_source(tmp_path, monkeypatch) as here,
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as browser,
    ):
        await here.told("serving")
        whole = here.app.read_text()
        answers: list[str] = []

        async def ask_on() -> None:
            while True:
                answers.append(await here.name(browser))
                await asyncio.sleep(PACE_S)

        asking = asyncio.create_task(ask_on())
        here.app.write_text(whole + "\ndef half(:\n")
        broken = await here.told("broken")
        assert "SyntaxError: invalid syntax" in broken["said"]
        assert any("souk_east/app.py" in line for line in broken["said"])
        assert broken["serves"] == "the version before"
        assert set(answers) == {"east"}

        here.app.write_text(whole.replace('return "east"', 'return "further east"'))
        assert (await here.told("serving"))["again"]

        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert await here.name(browser) == "further east"
        assert set(answers) <= {"east", "further east"}


def test_news_are_lines_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    reloading.tell("broken", said=["line\nbreak"], serves="nobody")

    assert json.loads(capsys.readouterr().out) == {"what": "broken", "said": ["line\nbreak"], "serves": "nobody"}
