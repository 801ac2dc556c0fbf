"""./souk import products FILE.csv: the product service's own importer, with its progress shown."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from cli import running
from cli.environment import Environments
from cli.home import Home
from cli.manifest import System
from cli.refusals import Refusal
from cli.service_commands import IMPORTS, command_of
from cli.shape import Shape
from cli.terminal import console, errors

MOST_PROBLEMS_SHOWN = 100


def import_products(home: Home, file: Path, currency: str | None, seller: UUID | None = None) -> int:
    """`currency`: of the file's prices; None means the shop's. `seller`: whose team's the products are."""
    state = running.state_of(home)
    if state is None:
        raise Refusal("The shop does not run.", "Start it with ./souk up --detach, then import again.")
    shape = Shape.of_json(json.dumps(state["shape"]))
    environments = Environments(shape.system(home), home, shape.addresses())
    refuse_other_currency(currency, environments.system)
    process = _start(environments, file, seller)
    problems: list[dict[str, Any]] = []
    done: dict[str, Any] | None = None
    try:
        with _bar() as bar:
            task = bar.add_task(f"Importing {file.name}", total=None)
            for event in _events(process):
                match event.get("event"):
                    case "progress":
                        bar.update(task, completed=event["done"], total=event["total"])
                    case "problem":
                        problems.append(event)
                    case "done":
                        done = event
    except KeyboardInterrupt:
        process.terminate()
        raise
    said = process.stderr.read() if process.stderr else ""
    code = process.wait()
    _show_problems(problems)
    if done and not code:
        facts = ", ".join(f"{key}: {value}" for key, value in done.items() if key != "event")
        console.print(f"  [green]✓[/] Imported {escape(file.name)}. {escape(facts)}")
    elif not problems:
        raise Refusal(f"The import failed (exit code {code}).", "See above.", said.splitlines()[-15:])
    return code


def _start(environments: Environments, file: Path, seller: UUID | None) -> subprocess.Popen[str]:
    service, module = importer_of(environments.system)
    return subprocess.Popen(
        [sys.executable, "-P", "-m", module, str(file), *([str(seller)] if seller else [])],
        env=environments.of_service(service),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def refuse_other_currency(currency: str | None, system: System) -> None:
    """A product CSV does not say what its prices are in, so nobody else could notice."""
    if currency and currency.upper() != system.currency:
        raise Refusal(
            f"The file's prices are in {currency.upper()}, and those of {system.name} in {system.currency}.",
            f"Convert them to {system.currency} first, or open an empty shop whose souk.toml says "
            f'currency = "{currency.upper()}".',
        )


def importer_of(system: System) -> tuple[str, str]:
    """The service that takes products in, and its program."""
    for name, service in system.services.items():
        if module := command_of(service, IMPORTS):
            return name, module
    raise Refusal("No service of this shop takes products in.", "One does that has a commands/imports of its own.")


def _bar() -> Bar:
    columns = (TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Bar(*columns, console=console, transient=True, disable=not console.is_terminal)


def _events(process: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    for line in process.stdout or ():
        if line.startswith("{"):
            yield json.loads(line)


def _show_problems(problems: list[dict[str, Any]]) -> None:
    for problem in problems[:MOST_PROBLEMS_SHOWN]:
        where = f"line {problem['line']}" if problem.get("line") else "the file"
        errors.print(f"  [yellow]{where}[/]: {escape(problem['cause'])} {escape(problem.get('fix') or '')}")
    if len(problems) > MOST_PROBLEMS_SHOWN:
        errors.print(f"  … and {len(problems) - MOST_PROBLEMS_SHOWN} more.")
