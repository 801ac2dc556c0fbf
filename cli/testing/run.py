"""./souk test: everything, or one group; the last line alone says how many passed and failed."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rich.markup import escape

from cli import web_build
from cli.affected.parts import STORIES, Part, parts_of
from cli.conform import app as pieces
from cli.home import Home
from cli.manifest import load
from cli.node import Node
from cli.progress import Progress, console
from cli.refusals import Refusal
from cli.shape import Mfes, Services
from cli.testing.environment import own_environment
from cli.testing.failures import Failure, all_named
from cli.testing.reports import Outcome, from_junit, from_playwright, from_vitest
from cli.testing.results import Result, exit_code, last_line, show
from cli.testing.stories import Telling, shop_for_stories

GROUPS = ("unit", "checks", "web", "e2e", "containers", "restore", "hosts", "conformance")
PYTHON_WORKERS = "3"  # two do not keep two cores busy: tests wait for disks, locks and processes
CHECKS_AT_ONCE = 2  # each keeps one core busy
# Where nobody asks for a shape; the whole sale in all four would take longer than the suite may.
SALE, FIRST_SALE, REMOTES, CONFORMANCE = "@sale", "@first-sale", "@remotes", "@conformance"
USUAL = (
    Telling(),
    Telling(Services.TOGETHER, tag=FIRST_SALE, goes_on=True),
    Telling(Services.TOGETHER, Mfes.TOGETHER, SALE, goes_on=True),
    Telling(Services.APART, Mfes.TOGETHER, FIRST_SALE, goes_on=True),
)
ALL = tuple(Telling(services, mfes) for mfes in Mfes for services in Services)
# A whole shop, whose web the stories have built by then.
FULL_DISK = "e2e/full_disk"
# Only when asked for: it needs a builder of images and an engine, which the shop itself does without.
CONTAINERS = "e2e/containers"
# As well: each opens whole shops, and breaks them for minutes.
RESTORE, HOSTS = "e2e/restore", "e2e/hosts"


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
        return self._pytest("full-disk.xml", "-rs", FULL_DISK)

    def containers(self) -> Outcome:
        return self._pytest("containers.xml", "-rs", CONTAINERS)

    def restore(self) -> Outcome:
        return self._pytest("restore.xml", "-rs", RESTORE)

    def hosts(self) -> Outcome:
        return self._pytest("hosts.xml", "-rs", HOSTS)

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

    def stories(self, telling: Telling) -> Outcome:
        report = self.reports / f"stories-{telling.name}.json"
        with Progress() as progress:
            with web_build.only_build(self.home):
                web_build.install(self.home, progress)
            browsers = pieces.prepared(self.home, progress)
        chosen = ["--grep", f"(?=.*{telling.tag})(?=.*{re.escape(self.keyword)})", "--pass-with-no-tests"]
        if self.keyword:
            chosen += ["--trace", "retain-on-failure"]
        # Those that cost much have a group of their own; where MFEs are together no remote could be away.
        left_out = [CONFORMANCE] if telling.tag != CONFORMANCE else []
        left_out += [REMOTES] if telling.mfes is Mfes.TOGETHER else []
        if left_out:
            chosen += ["--grep-invert", "|".join(left_out)]
        with shop_for_stories(self.home, telling) as facts:
            told = {**browsers.environment, **facts, "SOUK_E2E_REPORT": str(report)}
            env = Node(self.home).env({**self.environment, **told})
            command = [str(Node(self.home).pnpm), "exec", "playwright", "test", *chosen]
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


def chosen_tellings(services: Services | None, mfes: Mfes | None, *, in_all: bool) -> Sequence[Telling]:
    if in_all:
        return ALL
    if services is None and mfes is None:
        return USUAL
    return (Telling(services or Services.APART, mfes or Mfes.APART),)


def run_tests(
    home: Home, group: str | None, keyword: str, tellings: Sequence[Telling] = USUAL, parts: Sequence[str] = ()
) -> int:
    if group not in (None, *GROUPS):
        raise Refusal(f"There is no group of tests called {group}.", f"Groups: {', '.join(GROUPS)}; none means all.")
    chosen = _chosen_parts(home, group, parts)
    own = Home(home.folder / "test", home.root)
    own.make()
    tests = Tests(own, keyword)
    with only_run(own):
        runs = (_of_part(tests, part) for part in chosen) if chosen else _results(tests, group, tellings)
        return _run(tests, runs)


@contextlib.contextmanager
def only_run(home: Home) -> Iterator[None]:
    """Two runs at once would share the shop that the stories are told in."""
    with (home.folder / "tests.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal(
                f"Tests run already from {home.shown}.", "Wait for them, or give these a SOUK_HOME of their own."
            ) from None
        yield


def _chosen_parts(home: Home, group: str | None, names: Sequence[str]) -> list[Part]:
    known = parts_of(load(home.root / "souk.toml"))
    if unknown := [name for name in names if name not in known]:
        raise Refusal(f"There is no part called {', '.join(unknown)}.", f"Parts: {', '.join(known)}.")
    if group and names:
        raise Refusal(f"--part and the group {group} both choose tests.", "Name one of them.")
    return [known[name] for name in names]


def _of_part(tests: Tests, part: Part) -> Result:
    if part.name == STORIES:
        return _timed("Browser stories", lambda: tests.stories(Telling()))
    run = tests.of_web if part.is_web else tests.of_python if part.is_python else tests.of_node
    return _timed(f"Tests of {part.name}", lambda: run(part))


def _run(tests: Tests, runs: Iterable[Result]) -> int:
    shutil.rmtree(tests.reports, ignore_errors=True)
    tests.reports.mkdir(parents=True)
    results = list(runs)
    show(results, console)
    print(last_line(results), flush=True)
    return exit_code(results)


def _results(tests: Tests, group: str | None, tellings: Sequence[Telling]) -> Iterator[Result]:
    yield from without_browser(tests, group)
    if group in (None, "e2e"):
        for telling in tellings:
            yield _timed(f"Browser stories, {telling}", lambda telling=telling: tests.stories(telling))
        if tellings is USUAL and group == "e2e":  # a minute more than the whole run may take
            yield _timed("The shop on a full disk", tests.full_disk)
    if group == "conformance":
        yield _timed("Each rule broken", lambda: tests.stories(Telling(tag=CONFORMANCE)))
        yield _timed("Each part by the suite", tests.conformance)
    if group == "containers":
        yield _timed("Container images", tests.containers)
    if group == "restore":
        yield _timed("Back-up and restore", tests.restore)
    if group == "hosts":
        yield _timed("Several hosts, each killed in turn", tests.hosts)


def without_browser(tests: Tests, group: str | None) -> Iterator[Result]:
    """Checks run beside the web tests: the longest of them would leave one of two cores idle."""
    if group in (None, "unit"):
        yield _timed("Python tests", tests.python)
    with ThreadPoolExecutor(CHECKS_AT_ONCE) as beside:
        named = tests.checks() if group == "checks" or (group in (None, "unit") and not tests.keyword) else ()
        checks = [(name, beside.submit(_clocked, check)) for name, check in named]
        if group in (None, "web"):
            yield _timed("Web tests", tests.web)
        for name, check in checks:
            yield _told(name, *check.result())


def _clocked(check: Callable[[], Said]) -> tuple[Said, float]:
    began = time.monotonic()
    return check(), time.monotonic() - began


def _told(name: str, said: Said, seconds: float) -> Result:
    console.rule(f"[bold]{name}[/]", align="left")
    sys.stdout.write(said.output)
    sys.stdout.flush()
    return Result(name, said.outcome.passed, said.outcome.failures, seconds)


def _timed(name: str, run: Callable[[], Outcome]) -> Result:
    console.rule(f"[bold]{name}[/]", align="left")
    began = time.monotonic()
    try:
        outcome = run()
    except Refusal as refusal:
        for line in refusal.log:
            console.print(f"    [dim]{escape(line)}[/]", soft_wrap=True)
        console.print(f"[red]{escape(refusal.cause)} {escape(refusal.fix)}[/]", soft_wrap=True)
        outcome = Outcome(0, (Failure("the run itself", refusal.cause, refusal.fix),))
    return Result(name, outcome.passed, outcome.failures, time.monotonic() - began)


def _tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)
