"""./souk conform, of services: a part that breaks exactly one rule is told that one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cli.conform.command import _pid_of, conform_service, conform_url
from cli.conform.report import Outcome, judged
from cli.conform.service_rules import SERVICE_RULES
from cli.conform.subject import Subject
from cli.conform.walks import WALKS, walks_in
from cli.conform.wire import Wire
from cli.home import ROOT
from cli.refusals import Refusal
from cli.tests.standing_shop import a_standing_shop
from cli.tests.tiny_service import ORIGIN
from testkit import processes
from testkit.waiting import wait_until

Opened = Callable[[str], Subject]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    running: list[processes.Process] = []

    def start(broken: str) -> Subject:
        port = tmp_path / "port"
        running.append(processes.start("cli.tests.tiny_service", broken, str(port), log=tmp_path / "log"))
        wait_until(lambda: port.is_file() and port.read_text("utf-8").endswith("\n"))
        return Subject(Wire(f"http://127.0.0.1:{int(port.read_text('utf-8'))}"), (ORIGIN,), running[0].pid)

    yield start
    for process in running:
        process.kill()
        process.wait(60)


def broken_in(outcomes: list[Outcome]) -> list[str]:
    return [outcome.rule for outcome in outcomes if outcome.result == "broken"]


def test_a_service_that_keeps_every_rule_is_told_so(opened: Opened) -> None:
    outcomes = judged(opened("nothing"), SERVICE_RULES)

    assert {outcome.result for outcome in outcomes} == {"kept"}, outcomes


@pytest.mark.parametrize("rule", SERVICE_RULES)
def test_one_that_breaks_a_rule_is_told_just_that_one_and_what_to_do(opened: Opened, rule: str) -> None:
    outcomes = judged(opened(rule), SERVICE_RULES)

    assert broken_in(outcomes) == [rule], outcomes
    assert all(outcome.said for outcome in outcomes if outcome.rule == rule)


def test_by_its_address_alone_a_service_is_asked_what_strangers_may_ask(
    opened: Opened, capsys: pytest.CaptureFixture[str]
) -> None:
    subject = opened("trace")

    code = conform_url(subject.wire.url, as_json=True)

    told = {each["rule"]: each["result"] for each in json.loads(capsys.readouterr().out)["rules"]}
    assert code == 1
    assert (told.pop("trace"), told.pop("drain")) == ("broken", "not tried")
    assert set(told.values()) == {"kept"}


def test_only_a_service_with_a_process_of_its_own_is_ended(tmp_path: Path) -> None:
    state = {
        "parts": [{"name": "services", "kind": "service", "pid": 7}, {"name": "tiny", "kind": "service", "pid": 8}]
    }

    assert [_pid_of(state, name) for name in ("tiny", "order")] == [8, None]


@pytest.mark.parametrize("url", ["order", "http://127.0.0.1:1"])
def test_what_is_no_address_or_answers_nothing_is_refused(url: str) -> None:
    with pytest.raises(Refusal):
        conform_url(url, as_json=False)


def test_a_service_by_its_name_needs_a_shop_that_runs_and_has_it(tmp_path: Path) -> None:
    with a_standing_shop(tmp_path / "home") as home, pytest.raises(Refusal, match="no service called nobody"):
        conform_service(home, "nobody", drain=False, as_json=False)
    with pytest.raises(Refusal, match="No shop runs"):
        conform_service(home, "order", drain=False, as_json=False)


WALK: dict[str, Any] = {
    "POST /api/v1/notes": {
        "before": [{"service": "tiny", "ask": "GET /api/v1/notes", "keep": {"number": "notes"}}],
        "body": {"of": {"number": "{number}"}},
    }
}


@pytest.mark.parametrize(("broken", "came"), [("nothing", "kept"), ("idempotency", "broken")])
def test_a_route_that_nobody_asks_out_of_the_blue_is_asked_after_what_comes_before(
    opened: Opened, broken: str, came: str
) -> None:
    subject = opened(broken)

    outcomes = judged(replace(subject, walks=WALK, neighbours={"tiny": subject.wire.url}), SERVICE_RULES)

    assert {each.rule: each.result for each in outcomes}["idempotency"] == came, outcomes


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"service": "away"}, "it needs away beside it"),
        (
            {"ask": "GET /api/v1/nowhere"},
            "before it was refused: tiny answers GET /api/v1/nowhere by 404 no-such-route",
        ),
        ({"keep": {"number": "notes.0"}}, "before it found nothing: GET /api/v1/notes answers no notes.0"),
    ],
)
def test_where_the_walk_ends_too_early_the_rule_is_not_tried_and_says_why(
    opened: Opened, change: dict[str, Any], why: str
) -> None:
    subject, route = opened("nothing"), WALK["POST /api/v1/notes"]
    walks = {"POST /api/v1/notes": {**route, "before": [{**route["before"][0], **change}]}}

    outcomes = judged(replace(subject, walks=walks, neighbours={"tiny": subject.wire.url}), SERVICE_RULES)

    (tried,) = (each for each in outcomes if each.rule == "idempotency")
    assert tried.result == "not tried"
    assert why in tried.said[0]


def test_each_walk_is_along_routes_that_there_are() -> None:
    def routes_of(service: str) -> set[str]:
        document = json.loads((ROOT / "contracts" / "openapi" / f"{service}.json").read_text("utf-8"))
        return {f"{method.upper()} {path}" for path, methods in document["paths"].items() for method in methods}

    for file in sorted((ROOT / WALKS).glob("*.toml")):
        for route, walk in walks_in(ROOT, file.stem).items():
            assert route in routes_of(file.stem)
            for step in walk["before"]:
                assert step["ask"].partition("?")[0] in routes_of(step["service"])
