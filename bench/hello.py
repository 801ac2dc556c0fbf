"""The measure of the machine: a bare FastAPI under uvicorn that says hello, asked by the same load program.

It says nothing of the shop; it says how fast this machine was in that minute.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import FastAPI

from bench.processor import Parts
from cli import ends_with_caller
from cli.refusals import Refusal
from local.programs import free_port

START_S = 30.0
app = FastAPI()


@app.get("/api/v1/hello")
async def hello() -> dict[str, str]:
    return {"hello": "world"}


@dataclass(frozen=True, slots=True)
class Hello:
    port: int
    parts: Parts


@contextlib.contextmanager
def hello_world() -> Iterator[Hello]:
    port = free_port()
    command = [sys.executable, "-P", "-m", "uvicorn", "bench.hello:app", "--port", str(port), "--no-access-log"]
    process = subprocess.Popen(
        [sys.executable, ends_with_caller.__file__, *command], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        _wait_for(port, process)
        yield Hello(port, Parts({"hello": process.pid}, os.getpid()))
    finally:
        process.communicate()  # it ends with its input


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_S
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
        try:
            connection.request("GET", "/api/v1/hello")
            connection.getresponse().read()
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                what = "The hello-world that the shop is compared with does not start."
                raise Refusal(what, "Start it by hand to see why: .venv/bin/uvicorn bench.hello:app") from None
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
