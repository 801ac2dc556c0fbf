"""What each group of tests runs, and what came of it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cli import web_build
from cli.affected.parts import Part
from cli.conform import app as pieces
from cli.home import Home
from cli.manifest import load
from cli.node import Node
from cli.progress import Progress
from cli.shape import Mfes
from cli.testing.behind_tls import tree_behind_tls
from cli.testing.environment import own_environment
from cli.testing.failures import Failure, all_named
from cli.testing.other_origins import tree_with_other_origins
from cli.testing.reports import Outcome, from_junit, from_playwright, from_vitest
from cli.testing.stories import Telling, shop_for_stories

PYTHON_WORKERS = "3"  # two do not keep two cores busy: tests wait for disks, locks and processes
# Stories that cost much, and those that need remotes.
CONFORMANCE, REMOTES = "@conformance", "@remotes"
# Told in a shop that the examples have joined.
JOINED, EXAMPLES = "@joined", "e2e/joined"
# A whole shop, whose web the stories have built by then.
FULL_DISK = "e2e/full_disk"
# Only when asked for: it needs a builder of images and an engine, which the shop itself does without.
CONTAINERS = "e2e/containers"
# As well: each opens whole shops, and breaks them for minutes.
RESTORE, ROLLING, HOSTS = "e2e/restore", "e2e/rolling", "e2e/hosts"
# Builds versions of parts from changed sources, for minutes.
RELEASES = "e2e/releases"
# Says what it left out, and one test may last an hour.
LONG = ("-rs", "--timeout=3600")


@dataclass(frozen=True, slots=True)
class Said:
    """What came of something that ran beside others, and what it will have printed."""

    outcome: Outcome
    output: str


@dataclass(frozen=True, slots=True)
class Tests:
    """`home` is the tests' own: a running shop's files are never touched."""

    home: Home
    keyword: str
    told: Mapping[str, str] = field(default_factory=dict[str, str])  # to stories, beside what all are told
    shop: Home | None = None  # of the stories, where it is another tree's

    @property
    def reports(self) -> Path:
        return self.home.folder / "reports"

    @property
    def environment(self) -> dict[str, str]:
        return own_environment(self.home.folder / "bytecode")

    def python(self) -> Outcome:
        return self._pytest("python.xml", "-n", PYTHON_WORKERS, "--dist", "worksteal")

    def of_python(self, part: Part) -> Outcome:
        return self._pytest(f"{part.name}.xml", "-n", PYTHON_WORKERS, "--dist", "worksteal", str(part.folder))

    def of_node(self, part: Part) -> Outcome:
        """Of a service in Node: its files named *.test.mjs, by Node's own runner."""
        program = Node(self.home).program
        code = self._run([str(program), "--test"], self.environment, self.home.root / part.folder)
        failures = all_named((), code, f"node --test in {part.folder}")
        return Outcome(0 if failures else 1, failures)

    def of_web(self, part: Part) -> Outcome:
        """Built too: what does not build is not right either."""
        return self.web(("build", "test", "typecheck"), ("--filter", f"./{part.folder}"))

    def full_disk(self) -> Outcome:
        return self._pytest("full-disk.xml", *LONG, FULL_DISK)

    def containers(self) -> Outcome:
        return self._pytest("containers.xml", *LONG, CONTAINERS)

    def restore(self) -> Outcome:
        return self._pytest("restore.xml", *LONG, RESTORE)

    def rolling(self) -> Outcome:
        return self._pytest("rolling.xml", *LONG, ROLLING)

    def hosts(self) -> Outcome:
        return self._pytest("hosts.xml", *LONG, HOSTS)

    def examples(self) -> Outcome:
        return self._pytest("examples.xml", *LONG, EXAMPLES)

    def releases(self) -> Outcome:
        return self._pytest("releases.xml", *LONG, RELEASES)

    def _pytest(self, name: str, *options: str) -> Outcome:
        report = self.reports / name
        chosen = ["-k", in_python(self.keyword)] if self.keyword else []
        command = [_tool("pytest"), *options, f"--junitxml={report}", *chosen]
        return from_junit(report, self._run(command, self.environment), self.home.root)

    def checks(self) -> Iterator[tuple[str, Callable[[], Said]]]:
        """Each counts as one test, and the longest begins first."""
        souk = [sys.executable, "-P", "-m", "cli", "check"]
        for name, command in (
            ("basedpyright", [_tool("basedpyright")]),
            ("souk check", souk),
            ("ruff", [_tool("ruff"), "check", "--quiet"]),
            ("ruff format", [_tool("ruff"), "format", "--check", "--quiet"]),
        ):
            yield name, lambda command=command: self._one(command)

    def web(self, every: Sequence[str] = ("test", "typecheck", "lint"), of: Sequence[str] = ()) -> Outcome:
        with Progress() as progress, web_build.only_build(self.home):
            web_build.install(self.home, progress)
        tasks = ["test"] if self.keyword else every
        chosen = ["--", "--testNamePattern", re.escape(self.keyword), "--passWithNoTests"] if self.keyword else []
        command = [str(Node(self.home).pnpm), "exec", "turbo", "run", *tasks, *of, "--continue", "--output-logs=full"]
        summaries = self.home.root / ".turbo" / "runs"
        shutil.rmtree(summaries, ignore_errors=True)
        for old in self._web_reports():
            old.unlink()
        code = self._run([*command, "--summarize", *chosen], Node(self.home).env({**self.environment, "CI": "1"}))
        return from_vitest(self._web_reports(), next(summaries.glob("*.json"), summaries), code, self.home.root)

    def _web_reports(self) -> list[Path]:
        return sorted((self.home.root / "web").glob("*/*/test-results/vitest.json"))

    def from_source(self) -> Outcome:
        """Changes sources under a browser's eyes, so it runs when asked for and beside nothing else."""
        return self.stories(Telling(), ("-c", "dev/dev.config.ts"))

    def before_deployed(self) -> Outcome:
        """Sources of this tree, and all else from a shop of another one, behind TLS."""
        with tree_behind_tls(self.home.root, self.home.folder / "deployed-authority") as (tree, told):
            shop = Home(self.home.folder / "deployed", tree)
            shop.make()
            there = replace(self, shop=shop, told={**told, "SOUK_E2E_OWN_HOME": str(self.home.folder)})
            return there.stories(Telling(), ("-c", "dev/against.config.ts"))

    def other_origins(self) -> Outcome:
        """In a copy of the tree: this web's builds know one set of origins."""
        with tree_with_other_origins(self.home.root) as (tree, origins):
            there = replace(self, home=Home(self.home.folder / "origins", tree), told={"SOUK_E2E_ORIGINS": origins})
            there.home.make()
            return there.stories(Telling(), ("-c", "origins/origins.config.ts"))

    def stories(self, telling: Telling, options: Sequence[str] = ()) -> Outcome:
        report = self.reports / f"stories-{telling.name}.json"
        with Progress() as progress:
            with web_build.only_build(self.home):
                web_build.install(self.home, progress)
            browsers = pieces.prepared(self.home, progress)
        chosen = ["--grep", f"(?=.*{telling.tag})(?=.*{re.escape(self.keyword)})", "--pass-with-no-tests"]
        if self.keyword:
            chosen += ["--trace", "retain-on-failure"]
        # Those that cost much have a group of their own; where MFEs are together no remote could be away.
        left_out = [JOINED, *([CONFORMANCE] if telling.tag != CONFORMANCE else [])]
        left_out += [REMOTES] if telling.mfes is Mfes.TOGETHER else []
        chosen += ["--grep-invert", "|".join(left_out)]
        with shop_for_stories(self.shop or self.home, telling) as facts:
            told = {**browsers.environment, **facts, **self.told, "SOUK_E2E_REPORT": str(report)}
            env = Node(self.home).env({**self.environment, **told})
            command = [str(Node(self.home).pnpm), "exec", "playwright", "test", *options, *chosen]
            code = self._run(command, env, folder=self.home.root / "e2e")
        return from_playwright(report, code, telling)

    def conformance(self) -> Outcome:
        """Each part of a shop for tests by the suite: services drained too, and every piece of every remote."""
        failures: list[Failure] = []
        with shop_for_stories(self.home, Telling(goes_on=True)) as facts:
            system = load(self.home.root / "souk.toml")
            parts = [("app", name) for name in system.remotes] + [("service", name) for name in system.services]
            for kind, name in parts:
                drained = ["--drain"] if kind == "service" else []
                command = [sys.executable, "-P", "-m", "cli", "conform", kind, name, *drained]
                code = self._run(command, {**self.environment, **facts})
                failures += all_named((), code, f"./souk conform {kind} {name}")
        return Outcome(len(parts) - len(failures), tuple(failures))

    def _one(self, command: Sequence[str]) -> Said:
        shown = shlex.join([os.path.relpath(command[0], self.home.root), *command[1:]])
        ran = subprocess.run(
            command, cwd=self.home.root, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace", check=False,
        )  # fmt: skip
        failures = all_named((), ran.returncode, shown)
        return Said(Outcome(0 if failures else 1, failures), ran.stdout)

    def _run(self, command: Sequence[str], env: Mapping[str, str], folder: Path | None = None) -> int:
        """Its output goes on as it comes."""
        process = subprocess.Popen(
            command, cwd=folder or self.home.root, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace",
        )  # fmt: skip
        try:
            for line in process.stdout or ():
                sys.stdout.write(line)
                sys.stdout.flush()
        except BaseException:
            process.terminate()
            process.wait()
            raise
        return process.wait()


def in_python(keyword: str) -> str:
    """A part of a name, as pytest takes it: there a blank would begin an expression."""
    return "_".join(keyword.split())


def _tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)
