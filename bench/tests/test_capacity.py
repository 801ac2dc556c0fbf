"""Capacity on paper, and the simulation that checks it."""

from __future__ import annotations

import json
from pathlib import Path

from bench.capacity import VISITS, Costs, processors, waits_ms

VISITED = 20_000


def costs(tmp_path: Path, *keys: str) -> Costs:
    spent = {"gateway": 1.0, "order": 2.0, "cart": 3.0, "postgres": 4.0, "mail": 50.0}
    found = tmp_path / "found.json"
    found.write_text(json.dumps({"runs": [{"operations": [{"key": key, "cpu_ms": spent} for key in keys]}]}))
    return Costs.read(found)


def test_an_order_costs_what_its_visits_do_and_the_mail_sink_is_nobodys(tmp_path: Path) -> None:
    found = costs(tmp_path, "checkout", "add")

    assert found.an_order() == {"gateway": 4.0, "services": 20.0, "PostgreSQL": 16.0}
    assert found.missing() == [visit for visit in VISITS if visit not in ("checkout", "add")]


def test_processors_are_as_many_as_their_share_of_time_asks_for(tmp_path: Path) -> None:
    needed = processors(costs(tmp_path, "checkout", "add"), orders_a_minute=6000, busy=0.5)

    assert needed == {"gateway": 1, "services": 4, "PostgreSQL": 4}


def test_with_too_few_processors_the_simulated_wait_grows_without_end(tmp_path: Path) -> None:
    found = costs(tmp_path, "checkout", "add")
    enough = {"gateway": 2, "services": 4, "PostgreSQL": 4}

    calm = waits_ms(found, 6000, enough, VISITED)
    drowned = waits_ms(found, 6000, {**enough, "PostgreSQL": 1}, VISITED)

    assert calm[len(calm) // 2] < 5
    assert drowned[-1] > 500
