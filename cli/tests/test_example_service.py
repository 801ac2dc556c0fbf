"""A service in Node joins the shop by souk.toml alone, and keeps what services promise."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.affected.parts import parts_of
from cli.conform.report import judged
from cli.conform.service_rules import SERVICE_RULES
from cli.conform.subject import Subject
from cli.conform.wire import Wire
from cli.home import ROOT, Home
from cli.keeper.parts import Part, Program
from cli.manifest import System, load
from cli.render.committed import render_sources
from cli.render.gateway_files import write_configuration
from cli.render.runtime import facts_of
from cli.shape import Services, Shape
from cli.shop import Shop
from cli.tests.small_manifest import small_manifest
from local.programs import free_port
from testkit.waiting import wait_until

TABLE = """
[service.fitting]
team = "tailors"
port = 8200
runtime = "node"
folder = "examples/fitting"
cached = ["/sizes"]
"""
ORIGIN = "https://shop.example"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """The repository as it is, but for souk.toml: one more table, and for speed fewer others."""
    root = tmp_path / "shop"
    root.mkdir()
    for entry in ROOT.iterdir():
        if entry.name not in ("souk.toml", ".souk", ".git"):
            (root / entry.name).symlink_to(entry)
    (root / "souk.toml").write_text(small_manifest() + TABLE, "utf-8")
    home = Home(tmp_path / "home", root)
    home.make()
    return home


@pytest.fixture
def system(home: Home) -> System:
    return load(home.root / "souk.toml")


def parts(home: Home, services: Services) -> dict[str, Part]:
    return {part.name: part for part in Shop(home, Shape(services)).services()}


def test_everything_that_follows_from_souk_toml_knows_it(system: System, tmp_path: Path) -> None:
    own = json.loads((ROOT / "examples" / "fitting" / "openapi.json").read_text("utf-8"))
    documents = {name: own if name == "fitting" else {"paths": {}} for name in system.services}

    files = {str(path): text for path, text in render_sources(system, documents).items()}

    assert json.loads(files["contracts/openapi/fitting.json"])["paths"] == own["paths"]
    assert "export interface Fitting" in files["web/packages/api/src/generated/fitting.ts"]
    assert "fitting: '/fitting-service/api/v1'" in files["web/packages/api/src/generated/system.ts"]
    assert "service/server.mjs" in files["examples/fitting/Dockerfile"]
    assert "souk-fitting:" in files["compose.yaml"]
    assert "containerPort: 8200" in files["deploy/kubernetes/base/fitting.yaml"]
    assert "/examples/fitting/ @souk-shop/tailors" in files[".github/CODEOWNERS"]
    assert "part: service.fitting" in files[".github/workflows/release-fitting.yml"]
    assert "examples/fitting" not in files["pyproject.toml"]
    assert parts_of(system)["service.fitting"].folder == Path("examples/fitting")


def test_the_gateway_passes_its_routes_on_and_keeps_what_it_may(system: System, home: Home) -> None:
    write_configuration(system, home.run, facts_of(system, home.folder, 1) | {"bucket": None})

    said = (home.run / "nginx.conf").read_text("utf-8")
    assert "/fitting-service/api/v1/sizes" in said
    assert "127.0.0.1:8200" in said


def test_it_stays_a_process_of_its_own_where_the_others_are_together(home: Home) -> None:
    together, apart = parts(home, Services.TOGETHER), parts(home, Services.APART)

    assert list(together) == ["services", "fitting"]
    assert 8200 not in together["services"].ports
    assert list(apart) == list(load(home.root / "souk.toml").services)
    assert isinstance(together["fitting"].runs, Program)
    assert together["fitting"].version == "0.1.0"


@pytest.fixture
def fitting(home: Home) -> Iterator[Subject]:
    """As the keeper starts it, on a port of its own."""
    port = free_port()
    part = {each.name: each for each in Shop(home, Shape(ports={"fitting": port})).services()}["fitting"]
    assert isinstance(part.runs, Program)
    env = {**part.runs.env, "SOUK_ORIGINS": json.dumps([ORIGIN])}
    with home.log_of("fitting").open("wb") as log:
        process = subprocess.Popen(part.runs.command, cwd=part.runs.folder, env=env, stdout=log, stderr=log)
    try:
        wire = Wire(f"http://127.0.0.1:{port}")
        wait_until(lambda: process.poll() is not None or wire.listens())
        contract = json.loads((ROOT / "examples" / "fitting" / "openapi.json").read_text("utf-8"))
        yield Subject(wire, (ORIGIN,), process.pid, contract=contract)
    finally:
        process.kill()
        process.wait(60)


def test_it_keeps_every_rule_of_the_suite_that_is_about_anything_it_has(fitting: Subject) -> None:
    outcomes = judged(fitting, SERVICE_RULES)

    none_of = {outcome.rule for outcome in outcomes if outcome.result == "has none"}
    assert [outcome for outcome in outcomes if outcome.result in ("broken", "not tried")] == []
    assert none_of == {"callers-kept", "idempotency"}  # nothing of it is for some alone, and nothing has an effect


def test_it_answers_what_it_is_for(fitting: Subject) -> None:
    def fit(body: bytes) -> tuple[int, object]:
        answer = fitting.wire.send("POST", "/api/v1/fittings", {"content-type": "application/json"}, body)
        return answer.status, answer.json.get("size", answer.json.get("code"))

    assert fit(b'{"chest_cm": 98}') == (200, "M")
    assert fit(b'{"chest_cm": 190}') == (200, None)
    assert fit(b'{"chest_cm": "wide"}') == (400, "invalid-request")
    assert fit(b" " * 20_000) == (413, "body-too-large")
