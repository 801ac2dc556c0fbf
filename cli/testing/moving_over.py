"""An old site with a gateway of its own before a shop that runs, for a story of how one moves over.

    python -m cli.testing.moving_over

It prints the gateway's address. A line of JSON is what `[legacy]` of souk.toml says from then on; each is answered by
`ok`. It ends with its input.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from cli.home import Home
from cli.keeper.housekeeping import ROOM
from cli.manifest import Legacy, System
from cli.programs import nginx_command
from cli.render.gateway_files import write_configuration
from cli.render.runtime import facts_of
from cli.running import last_state_of
from cli.shape import Shape
from cli.testing.old_site import OldAnswer, OldSite, a_page, running_old_site
from local.programs import free_port
from testkit.waiting import wait_until

# As old sites are: all elements have a look, and a rem is ten pixels.
STYLE = b"""html { font-size: 62.5% } body { margin: 2rem; font: 1.8rem/1.2 serif; background: #eef }
* { letter-spacing: .02em } a { color: #06c; font-weight: bold } div { padding: 4px }
nav, ul { border: 3px solid red }"""
PAGES = {
    "/old.css": OldAnswer(STYLE, 200, (("Content-Type", "text/css"),)),
    "/about-us": a_page("About us", "/our-mugs", "/journal/first", "/products", "/support", "/"),
    "/our-mugs": a_page("Our mugs", "/about-us", "/old-mug?from=mugs", "/journal/first", "/cart"),
    "/old-mug": a_page("The old mug", "/our-mugs", "/about-us"),
    "/journal/first": a_page("Journal", "/about-us", "/content/about"),
    "/support": a_page("Old help", "/about-us"),
}
READY = "/_souk/plain.css"  # of the gateway itself


@contextmanager
def gateway_before(home: Home, system: System, run: Path) -> Iterator[subprocess.Popen[bytes]]:
    """In front of the parts that run for `home`, serving the same files; the rest is its own."""
    (run / "pages").mkdir(parents=True)
    for name in ("body", "proxy", "fastcgi", "uwsgi", "scgi"):
        (run / "temp" / name).mkdir(parents=True)
    configure(home, system, run)
    with (run / "gateway.log").open("wb") as log:
        nginx = subprocess.Popen(nginx_command(run), stdout=log, stderr=subprocess.STDOUT)
    try:
        wait_until(lambda: answers(system))
        yield nginx
    finally:
        nginx.terminate()
        nginx.wait(10)


def configure(home: Home, system: System, run: Path) -> None:
    own = {"run": str(run), "room": str(run / ROOM), "cache": str(run / "cache"), "temp": str(run / "temp")}
    (run / ROOM).touch()
    write_configuration(system, run, {**facts_of(system, home.folder, free_port()), **own, "bucket": None})


def answers(system: System) -> bool:
    try:
        return httpx.get(f"{system.public_url}{READY}").is_success
    except httpx.TransportError:
        return False


def seen(old: OldSite, system: System, said: dict[str, Any], number: int) -> tuple[System, str]:
    """The shop by that table, and an address that leads on as soon as the gateway knows of it."""
    mark = f"/read-{number}"
    table = {"url": old.url, **said, "moved": {**said.get("moved", {}), mark: "/"}}
    return replace(system, legacy=Legacy.of(table)), mark


def main() -> None:
    home = Home.of()
    state = last_state_of(home)
    if state is None:
        sys.exit(f"No shop runs from {home.folder}. Start it with ./souk up.")
    system = Shape.of_json(json.dumps(state["shape"])).system(home)
    port = free_port()
    gateway = system.gateway.but(port=port)
    system = replace(system, gateway=gateway, public_url=f"http://localhost:{port}")
    with running_old_site(PAGES) as old, tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run"
        system, _ = seen(old, system, {}, 0)
        with gateway_before(home, system, run) as nginx:
            print(system.public_url, flush=True)
            for number, line in enumerate(sys.stdin, start=1):
                system, mark = seen(old, system, json.loads(line), number)
                configure(home, system, run)
                nginx.send_signal(signal.SIGHUP)
                wait_until(lambda at=f"{system.public_url}{mark}": httpx.get(at).status_code == 301)
                print("ok", flush=True)


if __name__ == "__main__":
    main()
