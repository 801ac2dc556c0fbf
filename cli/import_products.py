"""./souk import products FILE.csv: the product service's own importer, with its progress shown."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from cli import running
from cli.environment import Environments
from cli.home import Home
from cli.progress import console, errors
from cli.refusals import Refusal
from cli.shape import Shape

MOST_PROBLEMS_SHOWN = 100
SERVICE, MODULE = "product", "souk_product.commands.imports"


def import_products(home: Home, file: Path) -> int:
    state = running.state_of(home)
    if state is None:
        raise Refusal("The shop does not run.", "Start it with ./souk up --detach, then import again.")
    shape = Shape.of_json(json.dumps(state["shape"]))
    environments = Environments(shape.system(home), home, shape.addresses())
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", MODULE, str(file)],
        env=environments.of_service(SERVICE),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
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
