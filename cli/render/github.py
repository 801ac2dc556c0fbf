"""Who owns which files, and the workflows that build, test and release each part by the scripts used locally."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cli.affected.parts import parts_of
from cli.manifest import System
from cli.render.templates import templates_of
from cli.render.words import GENERATED

GITHUB = Path(".github")
WORKFLOWS = GITHUB / "workflows"
TEMPLATES = Path("deploy/github")


def github_sources(system: System) -> dict[Path, str]:
    """Nothing where souk.toml names no organisation at GitHub."""
    if system.github is None or not (system.root / TEMPLATES).is_dir():
        return {}
    environment = templates_of(system.root / TEMPLATES).overlay(
        variable_start_string="<<",  # `{{` begins an expression of GitHub's
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
    )
    environment.globals |= {"generated": GENERATED, "checkout": _checkout}
    owned = {"platform": _owner(system, system.github.platform), "owners": list(_owners(system))}
    files = {GITHUB / "CODEOWNERS": environment.get_template("CODEOWNERS.j2").render(owned)}
    for name in ("pull-request.yml", "release.yml"):
        files[WORKFLOWS / name] = environment.get_template(f"{name}.j2").render()
    for part in parts_of(system).values():
        if part.image:
            text = environment.get_template("release-part.yml.j2").render(part=part)
            files[WORKFLOWS / f"release-{part.image}.yml"] = text
    return files


def _owners(system: System) -> Iterator[tuple[str, str]]:
    """Of each part: its folder, and what it shows to others."""
    for name, service in system.services.items():
        places = (
            f"/{service.folder}/",
            f"/contracts/{name}.py",
            f"/contracts/openapi/{name}.json",
            f"/web/packages/api/src/{name}.ts",
            f"/web/packages/api/src/generated/{name}.ts",
        )
        yield from ((place, _owner(system, service.team)) for place in places if (system.root / place[1:]).exists())
    for mfe in system.mfes.values():
        yield f"/{mfe.sources}/", _owner(system, mfe.team)


def _owner(system: System, team: str) -> str:
    assert system.github
    return f"@{system.github.organisation}/{team}"


def _checkout(depth: int = 1) -> str:
    """The sources, and a Python that the launcher can begin with; the rest it brings itself."""
    return (
        "      - uses: actions/checkout@v5\n"
        f"        with: {{ fetch-depth: {depth}, persist-credentials: false }}\n"
        "      - uses: actions/setup-python@v6\n"
        "        with: { python-version: '3.11' }"
    )
