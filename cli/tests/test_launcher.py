"""The script `souk` itself, which must work before anything is installed."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any

import pytest

from cli.home import ROOT

SCRIPT = ROOT / "souk"


@pytest.fixture
def launcher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    loader = SourceFileLoader("souk_launcher", str(SCRIPT))
    spec = spec_from_loader("souk_launcher", loader)
    assert spec
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    module = module_from_spec(spec)
    loader.exec_module(module)
    for folder in ("services/order", "services/cart", ".venv/bin"):
        (tmp_path / folder).mkdir(parents=True)
    for name in ("order", "cart"):
        (tmp_path / "services" / name / "pyproject.toml").touch()
    (tmp_path / "requirements.lock").write_text("uv==0.13.0 \\\n    --hash=sha256:aa\nuvicorn==0.54\n")
    (tmp_path / ".venv/bin/python").touch(mode=0o755)
    places = {"ROOT": "", "VENV": ".venv", "LOCK": "requirements.lock", "PYTHON": ".venv/bin/python"}
    for name, place in {**places, "STAMP": ".venv/stamp"}.items():
        monkeypatch.setattr(module, name, str(tmp_path / place))
    return module


def test_it_can_be_read_by_a_python_that_is_too_old() -> None:
    tree = ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 5))

    assert not any(isinstance(node, ast.JoinedStr) for node in ast.walk(tree))


def test_it_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse(SCRIPT.read_text("utf-8"))

    imported = {
        name.name.partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }

    assert imported <= sys.stdlib_module_names


def test_what_is_compiled_is_kept_where_the_machine_keeps_nothing(
    launcher: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "")
    monkeypatch.delenv("PYTHONPYCACHEPREFIX")

    launcher.keep_bytecode()

    assert "PYTHONDONTWRITEBYTECODE" not in os.environ
    assert os.environ["PYTHONPYCACHEPREFIX"] == str(tmp_path / ".souk" / "bytecode")


def test_a_machine_that_keeps_what_is_compiled_keeps_it_where_it_does(
    launcher: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "")
    monkeypatch.delenv("PYTHONPYCACHEPREFIX")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "")

    launcher.keep_bytecode()

    assert "PYTHONPYCACHEPREFIX" not in os.environ


def test_a_python_that_is_too_old_is_told_what_to_install(launcher: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)

    with pytest.raises(launcher.Refused) as refused:
        launcher.run_with_newer_python()

    assert "3.11 or newer" in refused.value.cause
    assert "nstall" in refused.value.fix


def test_a_missing_venv_module_is_named_with_its_package(launcher: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)

    with pytest.raises(launcher.Refused) as refused:
        launcher.check_venv_module()

    assert "-venv" in refused.value.fix


def test_the_environment_is_kept_while_the_lock_and_the_services_are_the_same(launcher: Any) -> None:
    Path(launcher.STAMP).write_text(launcher.wanted_environment())

    assert launcher.present_environment() == launcher.wanted_environment()


def test_another_lock_or_service_asks_for_the_environment_again(launcher: Any, tmp_path: Path) -> None:
    Path(launcher.STAMP).write_text(launcher.wanted_environment())

    (tmp_path / "requirements.lock").write_text("another")
    assert launcher.present_environment() != launcher.wanted_environment()

    Path(launcher.STAMP).write_text(launcher.wanted_environment())
    (tmp_path / "services/reviews").mkdir()
    (tmp_path / "services/reviews/pyproject.toml").touch()
    assert launcher.present_environment() != launcher.wanted_environment()


def test_help_comes_at_once_in_an_environment_that_is_there() -> None:
    told = subprocess.run([SCRIPT, "--help"], capture_output=True, text=True, check=True)

    assert "./souk" in told.stdout
    for command in ("up", "down", "status", "logs", "doctor", "test", "import", "render", "check", "lock"):
        assert command in told.stdout
