"""Identifiers sort by the time at which they were made."""

from __future__ import annotations

import time

from kit.ids import uuids7


def test_many_identifiers_differ_and_come_in_ascending_order() -> None:
    before = time.time_ns() // 1_000_000

    made = uuids7(5_000)

    assert len(set(made)) == 5_000
    assert made == sorted(made)
    assert {(one.version, one.variant) for one in made} == {(7, "specified in RFC 4122")}
    assert before <= made[0].int >> 80 <= made[-1].int >> 80 <= time.time_ns() // 1_000_000
