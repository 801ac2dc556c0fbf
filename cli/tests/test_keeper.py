from __future__ import annotations

import os
import signal

import psutil

from cli.tests.small_shop import DIES, DIES_ONCE, LIVES, NOTES_ITS_END, READY, Open, gone, part, stage


def test_parts_stop_in_the_order_in_which_one_asks_the_other(a_shop: Open) -> None:
    shop = a_shop(
        stage(part("postgres", NOTES_ITS_END, "DATABASE"), part("nats", NOTES_ITS_END, "BROKER")),
        stage(part("order", NOTES_ITS_END), part("host", NOTES_ITS_END, "ZONE")),
        stage(part("gateway", NOTES_ITS_END, "GATEWAY")),
    )
    shop.until("healthy")

    shop.keeper.terminate()

    assert shop.keeper.wait(20) == 0
    assert (shop.folder / "ends").read_text().split() == ["gateway", "host", "order", "nats", "postgres"]


def test_a_part_that_dies_is_reported_and_started_again(a_shop: Open) -> None:
    shop = a_shop(stage(part("order", DIES_ONCE)))

    died = shop.until("died")
    ready = shop.until("ready")

    assert died["part"] == "order"
    assert "exit code 3" in died["reason"]
    assert ready["again"]


def test_a_part_killed_while_the_shop_runs_comes_back_with_another_pid(a_shop: Open) -> None:
    shop = a_shop(stage(part("order", LIVES)))
    shop.until("healthy")
    before = shop.state_of("order")["pid"]

    os.kill(before, signal.SIGKILL)

    assert "SIGKILL" in shop.until("died")["reason"]
    shop.until("ready")
    assert shop.state_of("order")["pid"] not in (before, None)
    assert shop.state_of("order")["restarts"] == 1


def test_a_part_that_lets_others_go_first_runs_behind_them(a_shop: Open) -> None:
    shop = a_shop(stage(part("order", LIVES), part("activity", LIVES, nice=7)))
    shop.until("healthy")

    first, behind = (psutil.Process(shop.state_of(name)["pid"]).nice() for name in ("order", "activity"))

    assert behind == min(first + 7, 19)


def test_a_crash_loop_at_the_start_ends_the_start_with_the_reason_and_the_last_log_lines(a_shop: Open) -> None:
    shop = a_shop(stage(part("nats", LIVES, "BROKER")), stage(part("order", DIES)))
    shop.until("ready")
    others = shop.pids()

    failed = shop.until("failed")

    assert failed["part"] == "order"
    assert "3 times in a row: a crash loop" in failed["reason"]
    assert "no coffee left" in failed["log"]
    assert shop.keeper.wait(20) == 1
    assert gone(others)


def test_a_crash_loop_in_a_running_shop_is_tried_again_later_and_the_others_go_on(a_shop: Open) -> None:
    waits_then_dies = f"{READY}\nimport time, sys\ntime.sleep(0 if (F/'doomed').exists() else 60)\nsys.exit(9)"
    shop = a_shop(stage(part("cart", LIVES), part("order", waits_then_dies)))
    shop.until("healthy")
    (shop.folder / "doomed").touch()

    os.kill(shop.state_of("order")["pid"], signal.SIGKILL)

    gave_up = shop.until("gave-up")
    assert "crash loop" in gave_up["reason"]
    assert gave_up["retry_s"] > 0
    assert shop.state_of("cart")["state"] == "healthy"

    (shop.folder / "doomed").unlink()
    assert shop.until("ready")["part"] == "order"
    assert shop.state_of("order")["state"] == "healthy"


def test_a_part_that_never_answers_fails_the_start(a_shop: Open) -> None:
    shop = a_shop(stage(part("order", "import time; time.sleep(60)", patience_s=0.5)))

    assert "did not answer" in shop.until("failed")["reason"]
    assert shop.keeper.wait(20) == 1


def test_work_that_fails_before_the_services_fails_the_start(a_shop: Open) -> None:
    shop = a_shop(stage(task="raise ValueError('the tables are round')"), stage(part("order", LIVES)))

    failed = shop.until("failed")

    assert any("the tables are round" in line for line in failed["log"])
    assert shop.keeper.wait(20) == 1
