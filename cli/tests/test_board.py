"""The page `/souk`: what it shows, and to whom."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from cli.board.pages import Board
from cli.board.server import server_of
from cli.home import ROOT, Home
from cli.manifest import load
from cli.render import render_runtime
from cli.render.system_map import publishers_of, relations_of, system_map
from cli.service_health import ServiceHealth
from cli.shape import Shape
from cli.status import look
from cli.tests.gateway_rig import Rig, Upstream, running_gateway
from cli.tests.standing_shop import a_part, a_standing_shop
from local.mail_sink import Sink
from local.programs import free_port

WITH_HTML = b"""From: s@souk.example
To: w@x.example
Subject: <script>alert(1)</script>
Content-Type: text/html; charset=utf-8

<b>4711</b>"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with a_standing_shop(tmp_path, a_part("gateway"), a_part("nats", "unhealthy", "broker")) as home:
        home.mail.mkdir()
        yield home


@pytest.fixture
def board(home: Home) -> Board:
    return Board(home, lambda: look(home))


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    with running_gateway(tmp_path_factory.mktemp("shop")) as rig:
        upstream = Upstream("board", rig.board_port)
        upstream.start()
        yield rig
        upstream.stop()


def shown(board: Board, path: str = "/souk") -> str:
    answer = board.answer(path)
    assert answer.status == 200
    return answer.body.decode()


def test_it_shows_parts_with_what_ails_them_and_who_calls_whom(board: Board) -> None:
    page = shown(board)

    assert "Not every part serves." in page
    assert "unhealthy" in page
    assert "<svg" in page


def test_it_names_what_waits_and_the_command_that_lists_it(home: Home) -> None:
    waiting = ServiceHealth("order", "degraded", dead_letters=1, parked_mails=2).waiting
    seen = {**look(home), "health": {"order": {"waiting": waiting}, "cart": {"waiting": ()}}}

    page = shown(Board(home, lambda: seen))

    assert "1 dead letter," in page
    assert "2 parked mails, <code>./souk mail parked order</code>" in page
    assert "<b>cart</b>" not in page
    assert "./souk dead-letters list order" in page


def test_a_mail_is_shown_with_its_words_escaped_and_its_html_by_itself(home: Home, board: Board) -> None:
    Sink(home.mail).keep(["w@x.example"], WITH_HTML)

    assert "&lt;script&gt;" in shown(board)
    assert "<script>alert" not in shown(board) + shown(board, "/souk/mails/1")
    assert shown(board, "/souk/mails/1/html").strip() == "<b>4711</b>"


@pytest.mark.parametrize("path", ["/souk/mails/2", "/souk/mails/2/html", "/souk/mails/x", "/souk/../secrets", "/"])
def test_what_is_not_there_is_not_found(board: Board, path: str) -> None:
    assert board.answer(path).status == 404


def test_its_server_answers_many_at_once(home: Home) -> None:
    with server_of(home, free_port()) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}/souk"

        with httpx.Client(timeout=60) as http, ThreadPoolExecutor(8) as visitors:
            seen = list(visitors.map(http.get, [url] * 16))
        server.shutdown()

    assert {(answer.status_code, "Who calls whom" in answer.text) for answer in seen} == {(200, True)}


def test_it_goes_through_the_gateway_under_this_machines_own_name_alone(gateway: Rig) -> None:
    mail = gateway.client.get("/souk/mails/1/html")
    stranger = gateway.client.get("/souk", headers={"Host": f"evil.example:{gateway.system.gateway.port}"})
    written = gateway.client.post("/souk")

    assert (mail.status_code, mail.json()["part"]) == (200, "board")
    assert mail.headers["cache-control"] == "no-store"
    assert mail.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert (stranger.status_code, written.status_code) == (404, 405)


def test_a_shop_elsewhere_has_no_such_page(tmp_path: Path) -> None:
    here = load(ROOT / "souk.toml")
    elsewhere = replace(here, public_url="https://shop.example")

    assert "/souk(/|$)" in render_runtime(here, tmp_path / "here").read_text()
    assert "/souk(/|$)" not in render_runtime(elsewhere, tmp_path / "elsewhere").read_text()
    assert "board" not in Shape().needed_ports(elsewhere)


def test_every_relation_of_the_system_is_a_line_of_the_picture() -> None:
    system = load(ROOT / "souk.toml")

    picture = system_map(system)

    asked = sum(len(mfe.calls) for mfe in system.mfes.values())
    asked += sum(len(system.calls_of(name)) for name in system.services)
    mounted = sum(len(mfe.mounts) for mfe in system.mfes.values())
    followed = sum(len(publishers_of(system, name)) for name in system.services)
    assert picture.count("<path d=") == asked + mounted + 1  # the head of an arrow
    assert picture.count('<path class="event"') == followed


def test_relations_are_said_in_words_too() -> None:
    system = load(ROOT / "souk.toml")

    said = list(relations_of(system))

    assert "Service logistics follows order." in said
    host = f"Micro frontend host asks {', '.join(system.mfes['host'].calls)}, mounts"
    assert any(sentence.startswith(host) for sentence in said)
