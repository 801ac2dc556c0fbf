"""What a run of the bench found; kept as JSON, and compared with another one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from bench.processor import GROUPS
from cli.refusals import Refusal

VERSION = 1
MAIL_SINK = "mail"
PARTS = [name for name in GROUPS if name not in ("keeper", MAIL_SINK)]  # what serves the shopper


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one operation. `cpu_ms`: part → milliseconds of processor time, for one visit."""

    key: str
    title: str
    visits: int
    a_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    first_ms: float  # of the first visit since the shop opened
    cpu_ms: Mapping[str, float]
    load_ms: float  # of the load program, in none of the others
    hello_ms: float  # of a hello-world, right before
    statements: float
    commits: float
    wal_kb: float
    wal_images_kb: float  # of wal_kb: whole pages after a checkpoint
    failed: int
    said: Sequence[str] = ()
    caches: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def total_ms(self) -> float:
        """Of the shop: what takes its letters in is a mail server elsewhere, here a tool for who develops."""
        return sum(spent for part, spent in self.cpu_ms.items() if part != MAIL_SINK)


@dataclass(frozen=True, slots=True)
class Rate:
    name: str
    title: str
    orders: int
    a_second: float
    p50_ms: float
    p99_ms: float
    failed: int
    said: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """One shop: so many products, services apart or together."""

    shape: str
    products: int
    import_s: float
    import_mb: float
    promises: Mapping[str, str]  # PostgreSQL's settings
    operations: Sequence[Figures]
    rates: Sequence[Rate]
    memory_rest_mb: Mapping[str, float]
    memory_load_mb: Mapping[str, float]
    wrong_books: Sequence[str]
    disturbed: Sequence[str]  # why the machine was too busy to trust
    load: float  # of the machine, at the start
    others: float  # share of the processors that others took
    hello_ms: Sequence[float]

    @property
    def name(self) -> str:
        return f"{self.products:,} products, services {self.shape}"

    @property
    def failed(self) -> int:
        return sum(each.failed for each in (*self.operations, *self.rates))

    def find(self, key: str) -> Figures | None:
        return next((each for each in self.operations if each.key == key), None)


@dataclass(frozen=True, slots=True)
class Report:
    at: str
    commit: str
    machine: str
    shoppers: int  # at once
    coding: str  # that their browsers accept
    runs: Sequence[Run]

    @property
    def is_right(self) -> bool:
        """No request failed, and the books agree."""
        return all(run.failed == 0 and not run.wrong_books for run in self.runs)

    def as_json(self) -> str:
        return json.dumps({"version": VERSION, **_rounded(asdict(self))}, indent=1) + "\n"


def read(path: Path) -> Report:
    fix = "Name a file that ./souk bench --json wrote."
    try:
        raw = json.loads(path.read_text("utf-8"))
        version = raw.pop("version")
    except (OSError, ValueError, AttributeError, KeyError, TypeError) as error:
        raise Refusal(f"{path} cannot be read: {error}", fix) from error
    if version != VERSION:
        raise Refusal(f"{path} is of version {version} of the bench, and this is version {VERSION}.", fix)
    try:
        return Report(**{**raw, "runs": [_run(run) for run in raw["runs"]]})
    except (KeyError, TypeError) as error:
        raise Refusal(f"{path} is no report of the bench: {error}", fix) from error


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that so large a share of all does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def middle_of(rounds: Sequence[Figures]) -> Figures:
    """The round whose processor time is the median; what failed in any of them is told."""
    middle = sorted(rounds, key=lambda each: each.total_ms)[len(rounds) // 2]
    said = list(dict.fromkeys(said for each in rounds for said in each.said))
    return replace(middle, failed=sum(each.failed for each in rounds), said=said)


def _run(raw: dict[str, Any]) -> Run:
    operations = [Figures(**each) for each in raw["operations"]]
    return Run(**{**raw, "operations": operations, "rates": [Rate(**each) for each in raw["rates"]]})


def _rounded(value: Any) -> Any:
    match value:
        case float():
            return float(f"{value:.4g}")
        case dict():
            return {key: _rounded(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_rounded(inner) for inner in value]
        case _:
            return value
