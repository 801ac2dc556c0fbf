from __future__ import annotations

from cli.keeper.restarts import Restarts


def test_each_death_doubles_the_wait() -> None:
    restarts = Restarts(most=5)

    assert [restarts.delay_after(lived_s=1) for _ in range(4)] == [0.5, 1.0, 2.0, 4.0]


def test_the_wait_has_an_upper_end() -> None:
    restarts = Restarts(most=100)

    assert [restarts.delay_after(lived_s=1) for _ in range(20)][-1] == 10.0


def test_too_many_deaths_in_a_row_are_a_crash_loop() -> None:
    restarts = Restarts(most=3)

    assert [restarts.delay_after(lived_s=1) for _ in range(3)][-1] is None


def test_a_calm_life_in_between_begins_the_count_anew() -> None:
    restarts = Restarts(most=3)
    restarts.delay_after(lived_s=1)
    restarts.delay_after(lived_s=1)

    assert restarts.delay_after(lived_s=61) == 0.5
    assert restarts.delay_after(lived_s=1) == 1.0
