"""A real keeper over dummy parts, as a program of its own: small_keeper FOLDER STAGES SOCKET attach|detach TIMES

STAGES is JSON: [{"parts": [{"name", "kind", "script", "grace_s"?}], "task": script?}]. Scripts are Python; a part is
ready once it has made the file `<name>.ready`. One with a "port" in place of a script is shared_service.py there,
with "replicas". The keeper's news go to the socket.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from cli.home import ROOT, Home
from cli.keeper.builds import Releases
from cli.keeper.housekeeping import ROOM, Housekeeping
from cli.keeper.journal import Journal
from cli.keeper.keeper import Keeper
from cli.keeper.liveness import Liveness
from cli.keeper.parts import Build, Kind, Part, Program, Release, Served, Stage, Task
from cli.keeper.requests import asked
from cli.keeper.restarts import Restarts
from cli.manifest import load
from cli.probes import all_answer
from cli.releases.change import is_being_changed
from cli.releases.instances import settle

SHARED = "cli.tests.shared_service"


def part_of(folder: Path, raw: dict[str, Any]) -> Part:
    return shared_part_of(folder, raw) if "port" in raw else plain_part_of(folder, raw)


def shared_part_of(folder: Path, raw: dict[str, Any]) -> Part:
    import_module(SHARED)  # so that instances are forked and share it

    def prepare(_: Release) -> None:
        (folder / "asked-for-tables").touch()
        if (folder / "no-tables").exists():
            print("The tables are round.")
            sys.exit(1)

    told = {**os.environ, "FOLDER": str(folder), "BUILD": raw.get("build", "")}
    return Part(
        name=raw["name"],
        kind=Kind[raw["kind"]],
        ports=(raw["port"],),
        runs=Served([str(raw["port"])], told, SHARED, [folder / "sources"]),
        is_ready=lambda ports: all_answer(ports, "/"),
        is_alive=lambda ports: all_answer(ports, "/"),
        grace_s=5.0,
        patience_s=20.0,
        replicas=raw["replicas"],
        shares_address=True,
        before_release=prepare,
        build=Build(raw["name"], raw["build"], raw.get("elsewhere", False), stays_s=0.3) if "build" in raw else None,
    )


def plain_part_of(folder: Path, raw: dict[str, Any]) -> Part:
    env = {**os.environ, "FOLDER": str(folder), "NAME": raw["name"]}
    return Part(
        name=raw["name"],
        kind=Kind[raw["kind"]],
        ports=(),
        runs=Program([sys.executable, "-c", raw["script"]], env),
        is_ready=lambda _: (folder / f"{raw['name']}.ready").exists(),
        is_alive=lambda _: greets(folder, raw["name"]),
        grace_s=raw.get("grace_s", 5.0),
        patience_s=raw.get("patience_s", 20.0),
        nice=raw.get("nice", 0),
        gives_up_on_full_disk=raw.get("gives_up_on_full_disk", False),
    )


def greets(folder: Path, name: str) -> bool:
    """A part without a socket of its own is alive as long as it runs."""
    place = folder / f"{name}.port"
    if not place.exists():
        return True
    with socket.create_connection(("127.0.0.1", int(place.read_text())), 0.5) as connection:
        return connection.recv(5) == b"hello"


def stage_of(folder: Path, raw: dict[str, Any]) -> Stage:
    script = raw.get("task")
    tasks = [Task("task", "A task", lambda: exec(script, {}))] if script else []  # noqa: S102 (a test's own)
    return Stage([part_of(folder, part) for part in raw.get("parts", [])], tasks)


def releases_of(folder: Path, of_zones: dict[str, Any]) -> Releases:
    """FOLDER is the `run` of a home, where its builds are of any interest."""
    home, ports = Home(folder.parent), {f"mfe.{name}": raw["port"] for name, raw in of_zones.items()}
    return Releases(
        lambda zone, build: part_of(folder, {**of_zones[zone], "build": build, "elsewhere": True}),
        lambda: is_being_changed(home),
        lambda: settle(home, load(ROOT / "souk.toml", ports=ports)),
    )


def main(place: str, stages_text: str, descriptor: str, mode: str, told: str) -> int:
    folder, times = Path(place), json.loads(told)
    rest_s, misses = times.get("first_rest_s", 0.2), times.get("most_misses", 3)
    client = socket.socket(fileno=int(descriptor))
    stages = json.loads(stages_text)
    of_zones = {raw["name"]: raw for stage in stages for raw in stage["parts"] if "build" in raw}
    keeper = Keeper(
        Journal(folder / "state.json", terminal=client),
        lambda name: folder / f"{name}.log",
        Housekeeping(folder, folder / ROOM, every_s=0.05),
        client,
        restarts=lambda: Restarts(most=3, first_delay_s=0.05, calm_s=30, first_rest_s=rest_s),
        liveness=Liveness(folder / "keeper.log", every_s=0.05, most_misses=misses),
        requests=lambda: asked(folder),
        idle_tick_s=0.1,
        releases=releases_of(folder, of_zones),
    )
    return keeper.keep([stage_of(folder, raw) for raw in stages], detach=mode == "detach")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
