"""Who is stopped in a container leaves as a replaced instance does; rendered, and the command run as it is rendered."""

from __future__ import annotations

import http.client
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from cli.home import ROOT, Home
from cli.manifest import load
from cli.node import Node
from cli.probes import all_answer
from kit.running.draining import DRAIN_SIGNAL
from local.programs import free_port
from testkit.waiting import wait_until

SYSTEM = load(ROOT / "souk.toml")
FOLDERS = [part.folder for part in (*SYSTEM.services.values(), *SYSTEM.zones)]
ANSWERS = """import http from 'node:http';
http.createServer((_, answer) => answer.end('here')).listen(Number(process.env.PORT));"""


def image_of(folder: object) -> dict[str, str]:
    """The last of each instruction, which is what the image has."""
    lines = (ROOT / str(folder) / "Dockerfile").read_text("utf-8").splitlines()
    return {word: rest for word, _, rest in (line.partition(" ") for line in lines)}


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_the_image_of_whoever_serves_is_stopped_by_draining(folder: object) -> None:
    assert image_of(folder)["STOPSIGNAL"] == DRAIN_SIGNAL.name


def test_a_zone_answers_who_is_connected_until_it_has_left(tmp_path: Path) -> None:
    """By its image's own command, in the image's folder, with another server in the place of Next's."""
    port = free_port()
    _, *words = json.loads(image_of(FOLDERS[-1])["CMD"])
    server = (tmp_path / words.pop()).with_suffix(".mjs")
    server.parent.mkdir(parents=True)
    server.write_text(ANSWERS)
    shutil.copy(ROOT / "deploy" / "containers" / "draining.mjs", tmp_path)
    command = [Node(Home(tmp_path)).program, *(word.replace("/app", str(tmp_path)) for word in words), server]
    process = subprocess.Popen(command, env={"PORT": str(port)})
    wait_until(lambda: all_answer([port], "/"))
    line = http.client.HTTPConnection("127.0.0.1", port, 30)
    line.request("GET", "/")
    line.getresponse().read()

    process.send_signal(DRAIN_SIGNAL)
    wait_until(lambda: not all_answer([port], "/"))

    line.request("GET", "/")
    answer = line.getresponse()
    assert (answer.status, answer.read(), answer.headers["connection"]) == (200, b"here", "close")
    assert process.wait(30) == 0
