"""Reports for tests."""

from __future__ import annotations

from bench.figures import Figures, Report, Run


def figures_of(key: str, **cpu_ms: float) -> Figures:
    return Figures(
        key=key, title=key, visits=100, a_second=50.0, p50_ms=1.0, p95_ms=2.0, p99_ms=3.0, first_ms=9.0,
        cpu_ms=cpu_ms or {"services": 1.0}, load_ms=0.1, hello_ms=0.1, statements=8.0, commits=2.0, wal_kb=5.0,
        wal_images_kb=0.0, failed=0, said=[], caches={},
    )  # fmt: skip


def a_run(*operations: Figures) -> Run:
    return Run(
        shape="apart", products=1000, import_s=2.0, import_mb=100.0, promises={"fsync": "on"},
        operations=list(operations), rates=[], memory_rest_mb={"services": 200.0}, memory_load_mb={"services": 300.0},
        wrong_books=[], disturbed=[], load=0.5, others=0.01, hello_ms=[0.1],
    )  # fmt: skip


def a_report(*runs: Run) -> Report:
    return Report(
        at="2026-11-26T00:00:00+00:00", commit="abc", machine="a machine", shoppers=16, coding="gzip", runs=list(runs)
    )
