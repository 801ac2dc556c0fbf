"""./souk test: everything, or one group; the last line alone says how many passed and failed."""

from __future__ import annotations

import contextlib
import fcntl
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from rich.markup import escape

from cli.affected.parts import STORIES, Part, parts_of
from cli.home import Home
from cli.manifest import load
from cli.refusals import Refusal
from cli.shape import Mfes, Services
from cli.terminal import console
from cli.testing.failures import Failure
from cli.testing.groups import CONFORMANCE, Said, Tests
from cli.testing.reports import Outcome
from cli.testing.results import Result, exit_code, last_line, show
from cli.testing.stories import Telling

GROUPS = (
    *("unit", "checks", "web", "e2e", "containers", "restore", "rolling", "hosts", "conformance", "examples", "dev"),
    *("releases", "origins"),
)
CHECKS_AT_ONCE = 2  # each keeps one core busy
SALE, FIRST_SALE = "@sale", "@first-sale"
# Where nobody asks for a shape: all stories in one, and the sale's in the others, each on the data of the one before.
USUAL = (
    Telling(),
    Telling(Services.TOGETHER, tag=SALE, goes_on=True),
    Telling(Services.TOGETHER, Mfes.TOGETHER, SALE, goes_on=True),
    Telling(Services.APART, Mfes.TOGETHER, SALE, goes_on=True),
)
# The whole run has no time for more than its first one in the two shapes between.
IN_FIFTEEN_MINUTES = tuple(
    replace(telling, tag=FIRST_SALE) if telling.tag and str(telling.services) != str(telling.mfes) else telling
    for telling in USUAL
)
ALL = tuple(Telling(services, mfes) for mfes in Mfes for services in Services)


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
        for telling in IN_FIFTEEN_MINUTES if group is None and tellings is USUAL else tellings:
            yield _timed(f"Browser stories, {telling}", lambda telling=telling: tests.stories(telling))
        if tellings is USUAL and group == "e2e":
            yield _timed("The shop on a full disk", tests.full_disk)
    if group is not None:
        for title, run in _alone(tests, group):
            yield _timed(title, run)


def _alone(tests: Tests, group: str) -> Sequence[tuple[str, Callable[[], Outcome]]]:
    """What runs only when asked for."""
    return {
        "conformance": (
            ("Each rule broken", lambda: tests.stories(Telling(tag=CONFORMANCE))),
            ("Each part by the suite", tests.conformance),
        ),
        "examples": (("A shop that the examples have joined", tests.examples),),
        "dev": (
            ("Parts from source", tests.from_source),
            ("A part from source before a deployed shop", tests.before_deployed),
        ),
        "origins": (("Other origins", tests.other_origins),),
        "containers": (("Container images", tests.containers),),
        "restore": (("Back-up and restore", tests.restore),),
        "releases": (("Versions beside each other", tests.releases),),
        "rolling": (("Two versions at once", tests.rolling),),
        "hosts": (("Several hosts, each killed in turn", tests.hosts),),
    }.get(group, ())


def without_browser(tests: Tests, group: str | None) -> Iterator[Result]:
    """Checks run beside all of these.

    While Python's tests are collected, and at the end beside the longest check, one of two cores would be idle.
    """
    with ThreadPoolExecutor(CHECKS_AT_ONCE) as beside:
        named = tests.checks() if group == "checks" or (group in (None, "unit") and not tests.keyword) else ()
        checks = [(name, beside.submit(_clocked, check)) for name, check in named]
        if group in (None, "unit"):
            yield _timed("Python tests", tests.python)
            if not tests.keyword:
                nodes = [part for part in parts_of(load(tests.home.root / "souk.toml")).values() if part.is_node]
                yield from (_timed(f"Tests of {part.name}", lambda part=part: tests.of_node(part)) for part in nodes)
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
