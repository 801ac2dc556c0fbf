"""./souk status: every part with its state, pid, port, version and memory."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from typing import Any

import psutil
from rich.table import Table

from cli import running
from cli.home import Home
from cli.progress import console, errors
from cli.web_build import version_of

COLORS = {"healthy": "green", "starting": "cyan", "restarting": "yellow", "failed": "red", "published": "green"}


def status(home: Home, *, as_json: bool) -> int:
    """Exit code 0 when all is healthy, 3 when something is not, 4 when nothing runs."""
    state = running.state_of(home)
    parts = [_seen(part) for part in state["parts"]] + _remotes(home, state) if state else []
    if as_json:
        facts = {key: value for key, value in (state or {}).items() if key != "parts"}
        print(json.dumps({"running": state is not None, **facts, "parts": parts}, indent=2))
    elif state is None:
        _say_nothing_runs(home)
    else:
        _show(state, parts)
    if state is None:
        return 4
    return 0 if all(part["state"] in ("healthy", "published") for part in parts) else 3


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


def _seen(part: dict[str, Any]) -> dict[str, Any]:
    return {**part, "memory_bytes": memory_of(part["pid"])}


def _remotes(home: Home, state: dict[str, Any]) -> list[dict[str, Any]]:
    """React MFEs are no processes: the gateway serves what they published."""
    from cli.shape import Shape

    mfes = Shape.of_json(json.dumps(state["shape"])).system(home).mfes.values()
    return [
        {
            "name": mfe.name,
            "kind": "remote",
            "state": "published" if (home.mfe / mfe.name).is_dir() else "missing",
            "pid": None,
            "ports": [],
            "version": version_of(home, mfe),
            "restarts": 0,
            "reason": "",
            "memory_bytes": None,
        }
        for mfe in mfes
        if not mfe.is_zone
    ]


def _show(state: dict[str, Any], parts: Sequence[dict[str, Any]]) -> None:
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
    keeper = memory_of(state["keeper"]) or 0
    children = sum(part["memory_bytes"] or 0 for part in parts)
    own = keeper - children if keeper > children else 0
    console.print(f"\n{state['phase']} at {state['public_url']}; {megabytes(children + own)} in all.")
    for part in parts:
        if part["reason"]:
            console.print(f"[yellow]{part['name']}[/]: {part['reason']} See ./souk logs {part['name']}.")


def _say_nothing_runs(home: Home) -> None:
    errors.print(f"No shop runs from {home.shown}. ./souk up starts it.")
    last = running.last_state_of(home)
    for part in (last or {}).get("parts", []):
        if part["state"] == "failed":
            errors.print(f"Last time {part['name']} failed: {part['reason']}")


def megabytes(size: int | None) -> str:
    return f"{size / 1e6:.0f} MB" if size else "–"
