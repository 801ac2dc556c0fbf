"""./souk status: every part with its state, pid, port, version and memory, and what ails it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import asdict
from typing import Any

import psutil
from rich.markup import escape
from rich.table import Table

from cli import running
from cli.dev.loan import from_source
from cli.home import Home
from cli.keeper.housekeeping import DISK_FULL, is_full
from cli.manifest import System
from cli.service_health import ServiceHealth, ask_services
from cli.shape import Shape
from cli.terminal import console, errors
from cli.web_build import version_of

COLORS = {
    "healthy": "green",
    "published": "green",
    "from source": "green",
    "starting": "cyan",
    "restarting": "yellow",
    "degraded": "yellow",
    "unhealthy": "red",
    "failed": "red",
}
# A degraded part serves.
WELL = ("healthy", "degraded", "published", "from source")


def status(home: Home, *, as_json: bool) -> int:
    """0 when every part serves (a degraded one does), 3 when one does not or the disk is full, 4 when nothing runs."""
    told = look(home)
    if not told["running"]:
        if as_json:
            print(json.dumps(told, indent=2))
        else:
            _say_nothing_runs(home)
        return 4
    if as_json:
        print(json.dumps(told, indent=2))
    else:
        _show(told)
    return 0 if serves(told) else 3


def look(home: Home) -> dict[str, Any]:
    """What the keeper's state says, with each part as it is seen now and what services say of themselves."""
    state = running.state_of(home)
    if state is None:
        return {"running": False, "parts": []}
    system = Shape.of_json(json.dumps(state["shape"])).system(home)
    borrowed = {f"service.{name}" for name in system.services} & from_source(home)
    kept = [_lent(part, borrowed) for part in state["parts"]]
    heard = _ask_instances(kept, system)
    parts = [as_seen(part, system, heard[part["name"]]) for part in kept] + _remotes(home, system)
    # What waits for an operator stands in a service's database, so any of its instances knows it.
    health = {name: said for of_one in heard.values() for name, said in of_one.items()}
    keeper, children = memory_of(state["keeper"]) or 0, sum(part["memory_bytes"] or 0 for part in parts)
    return {
        "running": True,
        **state,
        "parts": parts,
        "disk_full": is_full(home.folder),
        "health": {name: {**asdict(found), "waiting": found.waiting} for name, found in health.items()},
        "memory_bytes": max(keeper, children),
    }


def _ask_instances(parts: Sequence[Mapping[str, Any]], system: System) -> dict[str, dict[str, ServiceHealth]]:
    """Of each part of the keeper's: what each service of it says, asked by the ports of this very instance."""
    services = {service.port: service for service in system.services.values()}
    places = [
        (part["name"], services[port].but(port=own))
        for part in parts
        for port, own in zip(part["ports"], part.get("own_ports") or part["ports"], strict=True)
        if port in services
    ]
    heard: dict[str, dict[str, ServiceHealth]] = {part["name"]: {} for part in parts}
    for (name, service), health in zip(places, ask_services([service for _, service in places]), strict=True):
        heard[name][service.name] = health
    return heard


def serves(told: Mapping[str, Any]) -> bool:
    return not told["disk_full"] and all(part["state"] in WELL for part in told["parts"])


def memory_of(pid: int | None) -> int | None:
    """Bytes of the process and all below it: each shared page by its share (PSS) where the system tells."""
    if pid is None:
        return None
    with contextlib.suppress(psutil.Error):
        leader = psutil.Process(pid)
        return sum(_own_memory(process) for process in [leader, *leader.children(recursive=True)])
    return None


def _own_memory(process: psutil.Process) -> int:
    with contextlib.suppress(psutil.Error, AttributeError):
        return process.memory_full_info().pss
    with contextlib.suppress(psutil.Error):
        return process.memory_info().rss
    return 0


def as_seen(part: dict[str, Any], system: System, health: Mapping[str, ServiceHealth]) -> dict[str, Any]:
    """The keeper knows whether it lives; the services themselves, whether they can serve."""
    seen = {**part, "memory_bytes": memory_of(part["pid"])}
    if part["kind"] != "service" or part["state"] != "healthy":
        return seen
    ports = {service.port: name for name, service in system.services.items()}
    asked = [health[ports[port]] for port in part["ports"] if port in ports]
    if len(asked) == 1 and asked[0].version:
        seen["version"] = asked[0].version  # an instance may be of another checkout than the keeper
    if any(not one.serves for one in asked):
        seen["state"] = "unhealthy"
    elif any(one.status == "degraded" for one in asked):
        seen["state"] = "degraded"
    names = len(asked) > 1
    seen["reason"] = " ".join(f"{one.name}: {one.said}" if names else one.said for one in asked if one.said)
    return seen


def _lent(part: dict[str, Any], borrowed: Set[str]) -> dict[str, Any]:
    """Stopped by ./souk dev, which runs it instead."""
    is_lent = part["state"] == "stopped" and f"service.{part['part']}" in borrowed
    return {**part, "state": "from source", "own_ports": []} if is_lent else part


def _remotes(home: Home, system: System) -> list[dict[str, Any]]:
    """React MFEs are no processes: the gateway serves what they published."""
    return [
        {
            "name": mfe.name,
            "kind": "remote",
            "state": "published" if (home.mfe / mfe.name).is_dir() else "missing",
            "pid": None,
            "ports": [],
            "version": version_of(home, mfe),
            "source": "",
            "restarts": 0,
            "reason": "",
            "memory_bytes": None,
        }
        for mfe in system.mfes.values()
        if not mfe.is_zone and mfe.name in system.remotes
    ]


def _show(told: Mapping[str, Any]) -> None:
    parts: Sequence[dict[str, Any]] = told["parts"]
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 1))
    for title in ("part", "kind", "state", "pid", "port", "version", "memory"):
        table.add_column(title, justify="right" if title in ("pid", "memory") else "left")
    for part in parts:
        again = f", {part['restarts']} restarts" if part["restarts"] else ""
        table.add_row(
            part["name"],
            part["kind"],
            f"[{COLORS.get(part['state'], 'dim')}]{part['state']}[/]{again}",
            str(part["pid"] or "–"),
            " ".join(map(str, part["ports"])) or "–",
            part["version"] or "–",
            megabytes(part["memory_bytes"]),
        )
    console.print(table)
    console.print(f"\n{told['phase']} at {told['public_url']}; {megabytes(told['memory_bytes'])} in all.")
    for part in parts:
        if part.get("source"):  # the keeper may be of a version before
            back = f"./souk restart {part['name']} takes it back."
            console.print(f"[cyan]{part['name']}[/] runs from {escape(part['source'])}, another checkout. {back}")
        if part["reason"]:
            console.print(f"[yellow]{part['name']}[/]: {escape(part['reason'])} See ./souk logs {part['name']}.")
    if told["disk_full"]:
        console.print(f"[red]{DISK_FULL}[/]")
    if told["trouble"]:
        console.print(f"[yellow]keeper[/]: {escape(told['trouble'])} See ./souk logs keeper.")


def _say_nothing_runs(home: Home) -> None:
    errors.print(f"No shop runs from {home.shown}. ./souk up starts it.")
    last = running.last_state_of(home)
    for part in (last or {}).get("parts", []):
        if part["state"] == "failed":
            errors.print(f"Last time {part['name']} failed: {part['reason']}")


def megabytes(size: int | None) -> str:
    return f"{size / 1e6:.0f} MB" if size else "–"
