from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from cli.home import ROOT
from cli.lock import lock_command, projects_in


def test_every_package_of_ours_is_locked_from_and_left_out_of_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, name in {".": "souk", "kit": "souk-kit", "services/reviews": "souk-reviews"}.items():
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / "pyproject.toml").write_text(f'[project]\nname = "{name}"\n')
    monkeypatch.chdir(tmp_path)

    command = lock_command(projects_in(tmp_path))

    assert "services/reviews/pyproject.toml" in command
    left_out = [command[place + 1] for place, word in enumerate(command) if word == "--no-emit-package"]
    assert left_out == ["souk", "souk-kit", "souk-reviews"]
    assert "--generate-hashes" in command


def test_the_committed_lock_names_no_download_address() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")

    assert "://" not in lock
    assert "--index" not in lock
    assert "--find-links" not in lock


def test_the_committed_lock_says_which_of_our_packages_want_what() -> None:
    """`./souk lock` writes it; a dependency that was named by hand only would be missing here."""
    wanted_by = _wanted_by(ROOT / "requirements.lock")

    for file in projects_in(ROOT):
        project = tomllib.loads((ROOT / file).read_text("utf-8"))["project"]
        for dependency in project["dependencies"]:
            name = re.split(r"[\[<>=!;~ ]", dependency)[0].lower()
            if not name.startswith("souk"):
                assert f"{project['name']} ({file})" in wanted_by[name], f"run ./souk lock: {name}"


def _wanted_by(lock: Path) -> dict[str, list[str]]:
    """Package → what stands after `# via` of it."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in lock.read_text("utf-8").splitlines():
        if not line.startswith((" ", "#")):
            name = line.split("==")[0]
            found[name] = []
        elif comment := re.match(r"\s+#\s+(?:via )?(\S.*)", line):
            found[name].append(comment[1])
    return found
