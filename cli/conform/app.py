"""What is asked of a micro frontend: its pieces on a page of a real browser (e2e/conform), by the rules there."""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cli import browser, commands, web_build
from cli.check.budgets import FEDERATED_ELSEWHERE_KB
from cli.conform.report import Outcome
from cli.home import Home
from cli.node import Node
from cli.progress import Progress
from cli.refusals import Refusal

TESTBED = Path("web/packages/testbed")
RULES = Path("e2e/conform/run.ts")
LONGEST_S = 600


@dataclass(frozen=True, slots=True)
class App:
    """`promised`: the pieces of its exposes.ts, where that is known."""

    name: str
    manifest: str
    promised: tuple[str, ...] = ()


def tried(home: Home, apps: list[App], progress: Progress) -> dict[str, list[Outcome]]:
    browsers = prepared(home, progress)
    subjects = [_subject(home, app) for app in apps]
    node = Node(home)
    with progress.step("Pieces in a browser"):
        try:
            ran = subprocess.run(
                [str(node.program), str(home.root / RULES), json.dumps(subjects)], cwd=home.root / "e2e",
                env=node.env(browsers.environment), capture_output=True, text=True, timeout=LONGEST_S, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise Refusal(f"The browser was not done after {LONGEST_S} s.", "Look whether the shop answers.") from None
    if ran.returncode:
        raise Refusal("The browser could not try the pieces.", "See above.", ran.stderr.splitlines()[-12:])
    told: dict[str, list[dict[str, Any]]] = json.loads(ran.stdout)
    return {name: [Outcome(**{**line, "said": tuple(line["said"])}) for line in lines] for name, lines in told.items()}


def prepared(home: Home, progress: Progress) -> browser.Browsers:
    """The packages, the page that pieces are mounted on, and a browser."""
    node = Node(home)
    with web_build.only_build(home):
        web_build.install(home, progress)
        with progress.step("The page to try them on"):
            commands.run(
                [str(node.pnpm), "run", "testbed"], what="Building the testbed", fix="See the log.",
                log=home.log_of("testbed"), env=node.env(), folder=home.root / TESTBED,
            )  # fmt: skip
    return browser.get(home, progress)


def _subject(home: Home, app: App) -> dict[str, Any]:
    return {**asdict(app), "budgetKb": FEDERATED_ELSEWHERE_KB, "testbed": str(home.root / TESTBED / "dist")}
