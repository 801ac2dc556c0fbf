"""Owners of files, and the workflows that a repository at GitHub runs."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema.validators import validator_for

from cli.check import fresh
from cli.containers.images import images
from cli.containers.names import images_of
from cli.home import ROOT
from cli.manifest import System, load
from cli.render.committed import leftovers
from cli.render.github import github_sources

SCHEMA = "builtin_schemas/vendor/github-workflows.json"
COMMANDS = {"test", "affected", "images"}


@pytest.fixture(scope="module")
def system() -> System:
    return load(ROOT / "souk.toml")


@pytest.fixture(scope="module")
def workflows(system: System) -> dict[str, Any]:
    """Each read as YAML 1.2 does, where `on` is a word."""
    loader = type("Loader", (yaml.SafeLoader,), {"yaml_implicit_resolvers": {}})
    return {
        path.name: yaml.load(text, loader)  # noqa: S506 (a safe loader that knows texts only)
        for path, text in github_sources(system).items()
        if path.suffix == ".yml"
    }


def owner_of(path: str, owners: str) -> str:
    """As GitHub reads it: the last line that fits."""
    lines = [line.split() for line in owners.splitlines() if line and not line.startswith("#")]
    return [who for place, who in lines if place == "*" or f"/{path}".startswith(place)][-1]


def test_every_file_has_an_owner_and_a_parts_files_are_its_teams(system: System) -> None:
    owners = github_sources(system)[Path(".github/CODEOWNERS")]

    for part in system.services.values():
        assert owner_of(f"services/{part.name}/souk_{part.name}/app.py", owners) == f"@souk-shop/{part.team}"
        assert owner_of(f"contracts/openapi/{part.name}.json", owners) == f"@souk-shop/{part.team}"
    for part in system.mfes.values():
        assert owner_of(f"web/apps/{part.name}/src/exposes.ts", owners) == f"@souk-shop/{part.team}"
    assert owner_of("kit/clock.py", owners) == owner_of("souk.toml", owners) == "@souk-shop/platform"


def test_every_service_and_micro_frontend_has_a_release_of_its_own(system: System, workflows: dict[str, Any]) -> None:
    released = {
        (flow["jobs"]["release"]["with"]["part"], flow["jobs"]["release"]["with"]["image"])
        for name, flow in workflows.items()
        if name.startswith("release-")
    }

    assert {part for part, _ in released} == {
        *(f"service.{name}" for name in system.services),
        *(f"mfe.{name}" for name in system.mfes),
    }
    assert {f"souk-{image}" for _, image in released} <= {image.name for image in images_of(system)}


def test_workflows_fit_the_schema_of_github_and_run_what_is_run_locally(workflows: dict[str, Any]) -> None:
    schema = json.loads((files("check_jsonschema") / SCHEMA).read_text("utf-8"))
    validator = validator_for(schema)(schema)

    for name, flow in workflows.items():
        problems = [error.message for error in validator.iter_errors(typed(flow))]
        assert not problems, f"{name}: {problems}"
        for job in flow["jobs"].values():
            for step in job.get("steps", ()):
                commands = re.findall(r"\./souk (\w+)", step.get("run", ""))
                assert set(commands) <= COMMANDS
                assert "run" not in step or commands, f"{name} does something else: {step['run']}"
                assert "${{" not in step.get("run", ""), f"{name}: a value reaches a shell as a variable only"


def typed(value: Any) -> Any:
    """Numbers and truths, which the loader left as words."""
    match value:
        case dict():
            return {key: typed(each) for key, each in value.items()}
        case list():
            return [typed(each) for each in value]
        case str() if value.isdigit():
            return int(value)
        case "true" | "false":
            return value == "true"
        case "":
            return None
    return value


def test_no_workflow_names_a_host(system: System) -> None:
    for path, text in github_sources(system).items():
        assert not re.search(r"https?://|\b[\w-]+\.(io|com|dev|net)\b", text), path


def test_what_was_edited_by_hand_or_belongs_to_a_part_that_is_gone_is_told(system: System, tmp_path: Path) -> None:
    wanted = github_sources(system)
    for path, text in wanted.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    here = replace(system, root=tmp_path)
    untouched = list(fresh.stale(here, wanted))

    edited, gone = Path(".github/CODEOWNERS"), Path(".github/workflows/release-gone.yml")
    (tmp_path / edited).write_text("* @me\n", "utf-8")
    (tmp_path / gone).write_text(wanted[Path(".github/workflows/release-order.yml")], "utf-8")

    assert untouched == []
    assert [violation.file for violation in fresh.stale(here, wanted)] == [edited, gone]
    assert leftovers(here, wanted) == [gone]


def test_an_image_is_built_then_named_for_the_registry_then_sent_there(
    system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = tmp_path / "said"
    docker = tmp_path / "docker"
    docker.write_text(
        f'#!/bin/sh\necho "$1 $2 $3" >> {said}\n[ "$1" != tag ] || [ "$3" != bad.example/souk-order:1 ]\n'
    )
    docker.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    sent = images(system, "order", "1", (), push_to="registry.example/shop/")
    done = said.read_text("utf-8").splitlines()
    refused = images(system, "order", "1", (), push_to="bad.example")

    assert (sent, refused) == (0, 1)
    assert [line.split()[0] for line in done] == ["info", "build", "tag", "push"]
    assert done[-2].split()[1:] == ["localhost/souk-order:1", "registry.example/shop/souk-order:1"]
    assert done[-1].split()[1] == "registry.example/shop/souk-order:1"
    assert "push" not in said.read_text("utf-8").splitlines()[-1]
