"""Capacity on paper, and the simulation that checks it."""

from __future__ import annotations

from bench.capacity import VISITS, Costs, processors, waits_ms
from bench.tests.examples import a_run, figures_of

VISITED = 20_000
SPENT = {"gateway": 1.0, "services": 5.0, "PostgreSQL": 4.0, "mail": 50.0, "keeper": 9.0}


def costs(*keys: str) -> Costs:
    """As the bench keeps them."""
    return Costs.of_run(a_run(*(figures_of(key, **SPENT) for key in keys)))


def test_an_order_costs_what_its_visits_do_and_the_mail_sink_and_the_keeper_are_nobodys() -> None:
    found = costs("checkout", "add")

    assert found.an_order() == {"gateway": 4.0, "zones": 0.0, "services": 20.0, "PostgreSQL": 16.0, "NATS": 0.0}
    assert found.missing() == [visit for visit in VISITS if visit not in ("checkout", "add")]


def test_processors_are_as_many_as_their_share_of_time_asks_for() -> None:
    needed = processors(costs("checkout", "add"), orders_a_minute=6000, busy=0.5)

    assert needed == {"gateway": 1, "zones": 1, "services": 4, "PostgreSQL": 4, "NATS": 1}


def test_with_too_few_processors_the_simulated_wait_grows_without_end() -> None:
    found = costs("checkout", "add")
    enough = {"gateway": 2, "zones": 1, "services": 4, "PostgreSQL": 4, "NATS": 1}

    calm = waits_ms(found, 6000, enough, VISITED)
    drowned = waits_ms(found, 6000, {**enough, "PostgreSQL": 1}, VISITED)

    assert calm[len(calm) // 2] < 5
    assert drowned[-1] > 500
