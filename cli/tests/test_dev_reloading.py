"""A small service from a copy of its sources, in place of a keeper's own, edited while it is asked."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from cli.dev import reloading
from cli.dev.loan import Loan
from cli.dev.reloading import Reloading
from cli.home import Home
from cli.manifest import load
from cli.running import Claim
from cli.tests.small_shop import SmallShop, stage
from kit.tests.processes import Running
from testkit.waiting import until

PATIENCE_S = 90.0
ENOUGH = 20  # answers to see who gives them
PACE_S = 0.02  # both cores are for who loads


@dataclass
class FromSource:
    folder: Path
    port: int
    shop: SmallShop
    reload: Callable[[], Coroutine[Any, Any, None]]
    news: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)

    @property
    def app(self) -> Path:
        return self.folder / "souk_east" / "app.py"

    async def told(self, what: str) -> dict[str, Any]:
        news = await asyncio.wait_for(self.news.get(), PATIENCE_S)
        assert news["what"] == what, news
        return news

    async def name(self, browser: aiohttp.ClientSession) -> str:
        """The keeper's own answer anything with their process's number."""
        async with browser.get(f"http://127.0.0.1:{self.port}/api/v1/name") as answer:
            assert answer.status == 200
            return str(json.loads(await answer.read()))

    def keepers_own(self) -> set[str]:
        return {str(part["pid"]) for part in self.shop.state()["parts"] if part["state"] == "healthy"}


@contextlib.asynccontextmanager
async def a_service_of_a_keeper(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FromSource]:
    small = Running(folder)
    for shared in reloading.SHARED:
        (folder / shared).mkdir()
    home = Home(folder / ".souk", folder)
    home.make()
    claim = Claim.take(home)  # the keeper's lock is this test's
    assert claim
    port = small.ports["east"]
    shop = SmallShop(home.run, stage({"name": "east", "kind": "SERVICE", "port": port, "replicas": 2}))
    await asyncio.to_thread(shop.until, "healthy")
    east = load().services["order"].but(name="east", port=port, in_folder="souk_east")
    here = FromSource(folder, port, shop, lambda: Reloading(home, east, small.env, Loan(home, "east")).run())
    monkeypatch.setattr(reloading, "tell", lambda what, **facts: here.news.put_nowait({"what": what, **facts}))
    yield here
    shop.keeper.terminate()
    await asyncio.to_thread(shop.keeper.wait, 60)
    claim.file.close()


@dataclass
class Callers:
    """One keeps its connection, one makes another each time; neither tries again."""

    here: FromSource
    answers: list[str] = field(default_factory=list[str])

    @contextlib.asynccontextmanager
    async def ask_on(self) -> AsyncIterator[None]:
        """What fails one of them fails the test."""
        async with asyncio.TaskGroup() as callers:
            asking = [callers.create_task(self._ask(force_close=each)) for each in (False, True)]
            yield
            for each in asking:
                each.cancel()

    async def _ask(self, *, force_close: bool) -> None:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=force_close)) as browser:
            while True:
                self.answers.append(await self.here.name(browser))
                await asyncio.sleep(PACE_S)

    async def are_answered_by(self, *names: str) -> None:
        """All that they ask from now on."""
        self.answers.clear()
        await until(lambda: len(self.answers) > ENOUGH)
        assert set(self.answers) <= set(names)


async def test_a_service_goes_to_its_sources_and_back_without_a_lost_request_and_what_cannot_be_loaded_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_service_of_a_keeper(tmp_path, monkeypatch) as here:
        callers = Callers(here)
        async with callers.ask_on():
            await callers.are_answered_by(*here.keepers_own())
            work = asyncio.create_task(here.reload())
            assert not (await here.told("serving"))["again"]
            await callers.are_answered_by("east")
            assert here.keepers_own() == set()

            whole = here.app.read_text()
            here.app.write_text(whole + "\ndef half(:\n")
            broken = await here.told("broken")
            assert "SyntaxError: invalid syntax" in broken["said"]
            assert any("souk_east/app.py" in line for line in broken["said"])
            assert broken["serves"] == "the version before"
            await callers.are_answered_by("east")

            here.app.write_text(whole.replace('return "east"', 'return "further east"'))
            assert (await here.told("serving"))["again"]
            await callers.are_answered_by("further east")

            work.cancel()
            await here.told("given-back")
            assert len(here.keepers_own()) == 2
            await callers.are_answered_by(*here.keepers_own())
        await asyncio.wait([work])


async def test_a_borrower_that_is_gone_without_a_word_leaves_the_service_to_the_keeper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_service_of_a_keeper(tmp_path, monkeypatch) as here:
        loan = Loan(Home(tmp_path / ".souk", tmp_path), "east")
        address = await loan.take()
        await loan.have_alone()
        assert here.keepers_own() == set()

        loan.end()
        address.close()

        await until(lambda: len(here.keepers_own()) == 2)
        async with aiohttp.ClientSession() as browser:
            assert await here.name(browser) in here.keepers_own()


def test_news_are_lines_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    reloading.tell("broken", said=["line\nbreak"], serves="nobody")

    assert json.loads(capsys.readouterr().out) == {"what": "broken", "said": ["line\nbreak"], "serves": "nobody"}
