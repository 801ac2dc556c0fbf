"""The load program against a small server, as the bench holds it."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import random
from collections.abc import AsyncIterator

import pytest

from bench.client import Unanswered, connected, request_of
from bench.crowd import Crowd, a_crowd
from bench.load import Job
from bench.operations import OPERATIONS, RATES, chosen
from bench.visitors import Place, Visitor, WrongAnswer
from bench.visits import VISITS

PAGE = gzip.compress(b'{"cause": "so"}')
ANSWERS = {
    "/chunked": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\n[1,2\r\n2\r\n,3\r\n1\r\n]\r\n0\r\n\r\n",
    "/gzip": b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nset-cookie: a=1; Path=/\r\nset-cookie: b=2\r\n"
    b"content-length: %d\r\n\r\n%s" % (len(PAGE), PAGE),
    "/refused": b'HTTP/1.1 429 No\r\ncontent-length: 26\r\n\r\n{"cause": "Far too often"}',
    "/api/v1/hello": b"HTTP/1.1 200 OK\r\nx-cache: HIT\r\ncontent-length: 2\r\n\r\n{}",
    "/half": b"HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\nhalf",
}


@pytest.fixture
async def port() -> AsyncIterator[int]:
    ends: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends.append(writer)
        while asked := await reader.readline():
            while (await reader.readline()).strip():
                pass
            path = asked.split()[1].decode()
            writer.write(ANSWERS[path])
            await writer.drain()
            if path == "/half":
                break
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
        for end in ends:
            end.close()  # from Python 3.12 on a server ends with its last connection


def a_place(port: int) -> Place:
    return Place("http://localhost:1", port, {"hello": port}, ["mug"], ["MUG"], [["red"], ["mug"]], "Size=S", {})


def a_visitor(port: int) -> Visitor:
    visitor = Visitor(a_place(port), random.Random(1), past_gateway=True)  # noqa: S311 (the same in each run)
    visitor.new_face("127.1.2.3")
    return visitor


async def test_answers_in_pieces_and_compressed_ones_come_over_one_connection(port: int) -> None:
    connection = await connected(port, "127.1.2.3")

    answers = [await connection.ask(request_of("GET", path, {"host": "x"})) for path in ("/chunked", "/gzip")]

    assert [answer.json() for answer in answers] == [[1, 2, 3], {"cause": "so"}]
    assert answers[1].cookies == {"a": "1", "b": "2"}
    connection.close()


async def test_a_connection_that_ends_within_an_answer_is_told(port: int) -> None:
    connection = await connected(port, "127.1.2.3")

    with pytest.raises(Unanswered):
        await connection.ask(request_of("GET", "/half", {"host": "x"}))


async def test_a_refusal_is_no_success(port: int) -> None:
    with pytest.raises(WrongAnswer, match="429 Far too often"):
        await a_visitor(port).page("/refused")


async def test_a_crowd_says_what_it_saw_and_its_own_processor_time(port: int) -> None:
    warm_before: list[bool] = []

    async def note() -> None:
        warm_before.append(True)

    async with a_crowd(a_place(port)) as crowd:
        seen = await crowd.visit(Job("hello", times=40, at=4, warm=8, seed=1, most_s=60, past_gateway=True), note)

    assert warm_before == [True]
    assert len(seen["milliseconds"]) == seen["requests"] == seen["caches"]["HIT"] == 40
    assert seen["warmed"] == 9
    assert seen["errors"]["failed"] == 0
    assert seen["cpu_s"] > 0


async def test_a_crowd_that_meets_a_closed_door_counts_every_failure(port: int) -> None:
    async def note() -> None:
        return

    closed = Place("http://localhost:1", 1, {"hello": 1}, [], [], [], "", {})
    async with a_crowd(closed) as crowd:
        seen = await crowd.visit(Job("hello", times=5, at=2, warm=0, seed=1, most_s=60, past_gateway=True), note)

    assert seen["milliseconds"] == []
    assert seen["errors"]["failed"] == 6  # with the first visit of all


async def test_a_bench_that_is_interrupted_leaves_no_load_behind(port: int) -> None:
    async def is_interrupted() -> None:
        raise asyncio.CancelledError

    crowds: list[Crowd] = []
    with contextlib.suppress(asyncio.CancelledError):
        async with a_crowd(a_place(port)) as crowd:
            crowds.append(crowd)
            await crowd.visit(Job("hello", times=5, at=2, warm=0, seed=1, most_s=60, past_gateway=True), is_interrupted)

    assert [crowd.has_ended for crowd in crowds] == [True]


def test_every_operation_and_rate_is_something_a_visitor_can_do() -> None:
    assert {each.name for each in OPERATIONS} | {rate.visit for rate in RATES} <= set(VISITS)


def test_operations_are_chosen_by_the_beginnings_of_their_names() -> None:
    found = {each.name for each in chosen(["search", "add"])}

    assert {"search", "search-word", "search-facets", "add"} <= found
    assert all(name.startswith(("search", "add")) for name in found)
    assert list(chosen([])) == list(OPERATIONS)
