"""What it costs to take what browsers tell, and that a kill -9 loses and doubles nothing.

    python bench/activity.py [beacons] [events each] [at once]

A real PostgreSQL that forces every commit to the disk, and the activity service in a process of its own, asked by HTTP
as the gateway asks it. Processor time is the service's and PostgreSQL's, from /proc; who asks is not counted. In the
middle of a second run the service is killed; whoever had no answer tells it again, as a browser that comes back, and
the counts are compared.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import asyncpg

from bench.processor import children_of_all, seconds_of, tree
from kit.data.migrations import migrate, migrations_of
from kit.ids import uuid7
from local.postgres import PostgresServer
from local.programs import free_port

SHOP = {
    "SOUK_SHOP_NAME": "Souk",
    "SOUK_CURRENCY": "INR",
    "SOUK_LOCALE": "en-IN",
    "SOUK_TIME_ZONE": "Asia/Kolkata",
    "SOUK_LOG_LEVEL": "WARNING",
}
PRODUCTS = 70
BEACONS_OF_A_VISIT = 3


def beacon(session: UUID, events: int, first: int) -> bytes:
    """Mostly looks, some searches, now and then something put into the bag."""
    told: list[dict[str, object]] = []
    for n in range(first, first + events):
        kind = {0: "searched", 5: "added-to-bag"}.get(n % 10, "product-viewed")
        facts = {"words": f"chai {n % 40}", "results": n % 3} if kind == "searched" else {"handle": f"p-{n % PRODUCTS}"}
        told.append({"id": str(uuid7()), "kind": kind, **facts})
    return json.dumps({"consent": True, "session_id": str(session), "events": told}).encode()


class Service:
    def __init__(self, database_url: str) -> None:
        self.port = free_port()
        self._env = {
            **os.environ,
            **SHOP,
            "SOUK_ACTIVITY_DATABASE_URL": database_url,
            "SOUK_ACTIVITY_PORT": str(self.port),
        }
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-P", "-m", "kit.running.server", "activity"], env=self._env)

    async def is_up(self) -> None:
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                return

    def dies(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process = self._start()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


async def tell(port: int, beacons: Sequence[bytes], at_once: int, kill: Service | None = None) -> None:
    """Each until it is answered, however often."""
    left = list(beacons)
    half = len(left) // 2

    async def one() -> None:
        nonlocal half
        while left:
            body = left.pop()
            while True:
                try:
                    reader, writer = await asyncio.open_connection("127.0.0.1", port)
                    while body is not None:
                        head = (
                            "POST /api/v1/events HTTP/1.1\r\nhost: souk\r\nuser-agent: Mozilla/5.0 (bench)\r\n"
                            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
                        )
                        writer.write(head.encode() + body)
                        answer = await reader.readuntil(b"\r\n\r\n")
                        if not answer.startswith(b"HTTP/1.1 204"):
                            raise SystemExit(f"Not taken: {answer!r}")
                        if kill is not None and len(left) <= half and half:
                            half = 0
                            kill.dies()
                        body = left.pop() if left else None
                    writer.close()
                    break
                except (OSError, asyncio.IncompleteReadError):
                    await asyncio.sleep(0.05)

    await asyncio.gather(*(one() for _ in range(at_once)))


async def count(url: str) -> tuple[int, int, int]:
    """Events kept, looks and adds and searches counted, visits counted."""
    connection = await asyncpg.connect(url)
    try:
        row = await connection.fetchrow(
            """select (select count(*) from events) as events,
                      (select coalesce(sum(views + adds), 0) from product_slots)
                      + (select coalesce(sum(searches), 0) from slots) as counted,
                      (select coalesce(sum(sessions), 0) from slots) as sessions"""
        )
        assert row is not None
        return int(row["events"]), int(row["counted"]), int(row["sessions"])
    finally:
        await connection.close()


def beacons_of(many: int, events: int) -> tuple[list[bytes], int]:
    sessions = [uuid7() for _ in range(-(-many // BEACONS_OF_A_VISIT))]
    made = [beacon(sessions[n // BEACONS_OF_A_VISIT], events, n * events) for n in range(many)]
    return made, len(sessions)


async def measured(server: PostgresServer, postgres_pid: int, many: int, events: int, at_once: int) -> None:
    await migrate(server.url, migrations_of("activity"))
    service = Service(server.url)
    try:
        await service.is_up()
        warm, warm_visits = beacons_of(at_once * 2, events)
        await tell(service.port, warm, at_once)
        beacons, visits = beacons_of(many, events)

        def spent() -> tuple[float, float]:
            children = children_of_all()
            service_s, postgres_s = (
                sum(seconds_of(each, reaped=each == pid) for each in tree(pid, children))
                for pid in (service.process.pid, postgres_pid)
            )
            return service_s, postgres_s

        before, began = spent(), time.perf_counter()
        await tell(service.port, beacons, at_once)
        wall, after = time.perf_counter() - began, spent()
        total = many * events
        ours, theirs = (1000 * (b - a) / total * 1000 for a, b in zip(before, after, strict=True))
        print(f"{total} events in beacons of {events}, {at_once} at once: {total / wall:.0f} a second (wall)")
        print(f"CPU ms per 1,000 events: service {ours:.1f}, PostgreSQL {theirs:.1f}, together {ours + theirs:.1f}")
        print(
            f"so one core takes {1_000_000 / (ours + theirs):.0f} events a second; 5,000 a second are "
            f"{(ours + theirs) * 5 / 1000:.0%} of a core"
        )
        expected = (total + len(warm) * events, visits + warm_visits)
        more, more_visits = beacons_of(many // 2, events)
        await tell(service.port, more, at_once, kill=service)
        await tell(service.port, beacons[: at_once * 4], at_once)  # told before
        kept, counted, sessions = await count(server.url)
        right = (expected[0] + len(more) * events, expected[1] + more_visits)
        print(
            f"after kill -9 in the middle: {kept} kept, {counted} counted of {right[0]}; "
            f"{sessions} visits of {right[1]}"
        )
        if (kept, counted, sessions) != (right[0], right[0], right[1]):
            raise SystemExit("They do not agree.")
    finally:
        service.stop()


def main(beacons: int = 2000, events: int = 25, at_once: int = 32) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        server = PostgresServer(Path(folder) / "postgres", free_port(), secrets.token_hex(8))
        process = server.start()
        try:
            print(datetime.now(UTC).isoformat(timespec="seconds"))
            asyncio.run(measured(server, process.pid, beacons, events, at_once))
        finally:
            server.stop(process)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
