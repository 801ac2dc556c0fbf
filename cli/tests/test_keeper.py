from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

READY = "import os, pathlib; F = pathlib.Path(os.environ['FOLDER']); N = os.environ['NAME']; (F/f'{N}.ready').touch()"
LIVES = f"{READY}\nimport time\ntime.sleep(60)"
NOTES_ITS_END = f"""{READY}
import signal, sys, time
def end(*_):
    with open(F/'ends', 'a') as ends: ends.write(N + ' ')
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
time.sleep(60)"""
DIES = "import sys\nprint('no coffee left')\nsys.exit(7)"
DIES_ONCE = f"""{READY}
import sys, time
if not (F/'died').exists():
    (F/'died').touch()
    sys.exit(3)
time.sleep(60)"""
DEAF = f"{READY}\nimport signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(60)"
HAS_A_CHILD = f"""import subprocess, sys
subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])
{LIVES}"""


class SmallShop:
    """A keeper over dummy parts, its terminal being this test."""

    def __init__(self, folder: Path, *stages: dict[str, Any], detach: bool = False) -> None:
        self.folder = folder
        self.terminal, its = socket.socketpair()
        mode = "detach" if detach else "attach"
        self.keeper = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "cli.tests.small_keeper", folder, json.dumps(stages), str(its.fileno()), mode],
            pass_fds=(its.fileno(),),
            start_new_session=True,
        )
        its.close()
        self.terminal.settimeout(30)
        self.news = self.terminal.makefile("r")

    def until(self, event: str) -> dict[str, Any]:
        for line in self.news:
            told = json.loads(line)
            if told["event"] == event:
                return told
        raise AssertionError(f"the keeper ended without saying {event}")

    def pids(self) -> list[int]:
        """Of all below the keeper, now."""
        return [process.pid for process in psutil.Process(self.keeper.pid).children(recursive=True)]

    def state_of(self, part: str) -> dict[str, Any]:
        state = json.loads((self.folder / "state.json").read_text())
        return next(found for found in state["parts"] if found["name"] == part)


Open = Callable[..., SmallShop]


@pytest.fixture
def a_shop(tmp_path: Path) -> Iterator[Open]:
    shops: list[SmallShop] = []

    def opened(*stages: dict[str, Any], detach: bool = False) -> SmallShop:
        shops.append(SmallShop(tmp_path, *stages, detach=detach))
        return shops[-1]

    yield opened
    for shop in shops:
        if shop.keeper.poll() is None:
            shop.keeper.terminate()
            shop.keeper.wait(20)


def stage(*parts: dict[str, Any], task: str | None = None) -> dict[str, Any]:
    return {"parts": list(parts), "task": task}


def part(name: str, script: str, kind: str = "SERVICE", **more: Any) -> dict[str, Any]:
    return {"name": name, "kind": kind, "script": script, **more}


def gone(pids: list[int], within_s: float = 10.0) -> bool:
    """A zombie is gone: it runs no more."""

    def alive(pid: int) -> bool:
        return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE

    until = time.monotonic() + within_s
    while time.monotonic() < until:
        try:
            if not any(alive(pid) for pid in pids):
                return True
        except psutil.NoSuchProcess:
            continue
        time.sleep(0.05)
    return False


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


def test_a_crash_loop_in_a_running_shop_is_not_tried_again_and_the_others_go_on(a_shop: Open) -> None:
    waits_then_dies = f"{READY}\nimport time, sys\ntime.sleep(0 if (F/'doomed').exists() else 60)\nsys.exit(9)"
    shop = a_shop(stage(part("cart", LIVES), part("order", waits_then_dies)))
    shop.until("healthy")
    (shop.folder / "doomed").touch()

    os.kill(shop.state_of("order")["pid"], signal.SIGKILL)

    assert "crash loop" in shop.until("gave-up")["reason"]
    assert shop.state_of("order")["state"] == "failed"
    assert shop.state_of("cart")["state"] == "healthy"


def test_a_part_that_never_answers_fails_the_start(a_shop: Open) -> None:
    shop = a_shop(stage(part("order", "import time; time.sleep(60)", patience_s=0.5)))

    assert "did not answer" in shop.until("failed")["reason"]
    assert shop.keeper.wait(20) == 1


def test_work_that_fails_before_the_services_fails_the_start(a_shop: Open) -> None:
    shop = a_shop(stage(task="raise ValueError('the tables are round')"), stage(part("order", LIVES)))

    failed = shop.until("failed")

    assert any("the tables are round" in line for line in failed["log"])
    assert shop.keeper.wait(20) == 1


def test_a_part_that_ignores_the_signal_is_killed_after_its_grace(a_shop: Open) -> None:
    shop = a_shop(stage(part("order", DEAF, grace_s=0.5)))
    shop.until("healthy")
    pids = shop.pids()

    shop.keeper.terminate()

    assert shop.keeper.wait(10) == 0
    assert gone(pids)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_no_process_is_left_whatever_ends_the_keeper(a_shop: Open, how: signal.Signals) -> None:
    shop = a_shop(stage(part("nats", LIVES, "BROKER"), part("order", LIVES)))
    shop.until("healthy")
    pids = shop.pids()
    assert len(pids) == 2

    shop.keeper.send_signal(how)

    shop.keeper.wait(20)
    assert gone(pids)


def test_children_of_a_part_end_with_it(a_shop: Open) -> None:
    shop = a_shop(stage(part("gateway", HAS_A_CHILD, "GATEWAY")))
    shop.until("healthy")
    pids = shop.pids()
    assert len(pids) == 2

    shop.keeper.terminate()

    shop.keeper.wait(20)
    assert gone(pids)


def test_the_shop_stops_when_its_terminal_is_gone(a_shop: Open) -> None:
    shop = a_shop(stage(part("order", LIVES)))
    shop.until("healthy")
    pids = shop.pids()

    shop.news.close()
    shop.terminal.close()

    assert shop.keeper.wait(20) == 0
    assert gone(pids)


def test_a_detached_shop_goes_on_without_its_terminal(a_shop: Open) -> None:
    shop = a_shop(stage(part("order", LIVES)), detach=True)
    shop.until("healthy")

    shop.news.close()
    shop.terminal.close()

    time.sleep(0.5)
    assert shop.keeper.poll() is None
    assert shop.state_of("order")["state"] == "healthy"
