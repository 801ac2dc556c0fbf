from __future__ import annotations

from cli.keeper.restarts import Restarts


def test_each_death_doubles_the_wait() -> None:
    restarts = Restarts(most=5)

    assert [restarts.delay_after(lived_s=1) for _ in range(4)] == [0.5, 1.0, 2.0, 4.0]


def test_the_wait_has_an_upper_end() -> None:
    restarts = Restarts(most=100)

    assert [restarts.delay_after(lived_s=1) for _ in range(20)][-1] == 10.0


def test_too_many_deaths_in_a_row_are_a_crash_loop_that_is_tried_rarely_and_for_ever() -> None:
    restarts = Restarts(most=3)

    delays = [restarts.delay_after(lived_s=1) for _ in range(9)]

    assert delays == [0.5, 1.0, 60, 120, 240, 480, 600, 600, 600]
    assert restarts.is_crash_loop


def test_a_calm_life_in_between_begins_the_count_anew() -> None:
    restarts = Restarts(most=3)
    restarts.delay_after(lived_s=1)
    restarts.delay_after(lived_s=1)

    assert restarts.delay_after(lived_s=61) == 0.5
    assert restarts.delay_after(lived_s=1) == 1.0


def test_a_person_who_starts_a_part_anew_begins_the_count_anew() -> None:
    restarts = Restarts(most=2)
    restarts.delay_after(lived_s=1)
    restarts.delay_after(lived_s=1)

    restarts.forget()

    assert not restarts.is_crash_loop
    assert restarts.delay_after(lived_s=1) == 0.5
