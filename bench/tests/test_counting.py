from __future__ import annotations

import os
import subprocess
import sys

from bench.books import Books
from bench.machine import Clock, Disturbance
from bench.processor import GROUP_OF_KIND, GROUPS, Parts, Spent, children_of_all, tree
from cli.keeper.parts import Kind

# Spends a second of processor time in a child of a child and half of one in a thread, then says so and waits.
BUSY = """
import os, sys, threading, time
def spend(seconds):
    until = time.thread_time() + seconds
    while time.thread_time() < until: pass
if os.fork() == 0:
    spend(0.5)
    os._exit(0)
os.wait()
thread = threading.Thread(target=spend, args=(0.25,))
thread.start(); thread.join()
print("done", flush=True)
sys.stdin.read()
"""
RIGHT = {
    "SKUs whose pieces do not add up": 0, "SKUs below zero": 0, "reservations still held": 0, "pieces sold": 4,
    "orders": 4, "amount ordered": 400, "charges taken once": 4, "amount charged": 400, "charges still held": 0,
    "shipments": 4, "messages that could not be handled": 0,
}  # fmt: skip


def test_a_part_is_charged_for_its_threads_and_for_children_that_have_ended() -> None:
    with subprocess.Popen([sys.executable, "-c", BUSY], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"done\n"

        spent = Parts({"busy": process.pid}, os.getpid()).spent()

        assert process.stdin
        process.stdin.close()
    assert spent.seconds["busy"] >= 0.74  # the clock of what has ended ticks in hundredths


def test_whatever_kind_of_part_the_keeper_has_is_counted_in_a_column() -> None:
    assert set(GROUP_OF_KIND) == {kind.name.lower() for kind in Kind}
    assert set(GROUP_OF_KIND.values()) | {"keeper"} == set(GROUPS)


def test_processes_of_the_bench_itself_are_charged_to_no_part() -> None:
    parts = Parts({"me": os.getpid()}, os.getppid())

    mine = tree(os.getpid(), children_of_all())  # a server for other tests may be among them

    assert parts.spent().seconds["me"] > 0
    assert parts.spent(but=mine).seconds["me"] == 0


def test_what_a_part_does_by_itself_is_taken_off_but_never_more_than_all() -> None:
    spent = Spent({"order": 3.0, "zones": 0.1}).without(Spent({"order": 0.1, "zones": 0.1}), wall_s=10)

    assert spent.seconds == {"order": 2.0, "zones": 0.0}


def test_a_part_that_was_started_anew_is_not_charged_below_zero() -> None:
    assert Spent({"order": 1.0}).since(Spent({"order": 5.0})).seconds == {"order": 0.0}


def test_a_quiet_machine_gives_no_reason_for_doubt_and_a_busy_one_does() -> None:
    quiet, busy = Disturbance(hello_ms=[0.1, 0.11]), Disturbance(hello_ms=[0.1, 0.2])

    quiet.add(Clock(busy_s=10, steal_s=0, all_s=20), ours_s=9.5)
    busy.add(Clock(busy_s=19, steal_s=2, all_s=20), ours_s=9.5)

    assert quiet.reasons() == []
    assert [reason.split()[0] for reason in busy.reasons()] == ["others", "the", "hello-world's"]


def test_right_books_have_no_fault() -> None:
    assert Books(RIGHT).faults(ordered=4) == []


def test_a_shopper_who_saw_a_confirmation_that_the_books_do_not_hold_is_a_fault() -> None:
    assert Books(RIGHT).faults(ordered=5)[0] == "orders: 4, not 5"


def test_each_book_that_disagrees_is_named() -> None:
    for what in RIGHT:
        assert Books({**RIGHT, what: RIGHT[what] + 1}).faults(ordered=4), what
