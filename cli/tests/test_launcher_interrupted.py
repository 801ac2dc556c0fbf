"""`souk` is interrupted at each step of making its environment; the next call makes a whole one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from cli.home import ROOT

# In place of the real steps, which take half a minute: each does half of its work, and hangs there when told to.
PYTHON = """#!/bin/sh
step() {
  [ "$HANG" = "$1" ] || return 0
  sh -c 'echo $$ > "$0/grandchild"; touch "$0/reached"; exec sleep 600' "$FOLDER"
}
here=$(dirname "$0")
case "$*" in
  *"pip --version"*) [ -f "$here/pip" ] ;;
  *"pip install"*) [ -f "$here/pip" ] || { echo "No module named pip"; exit 1; }
    echo "exit 1" > "$here/uv"; chmod +x "$here/uv"; step uv
    printf '#!/bin/sh\\n[ "$1" = --version ] && exit 0\\nexec "%s" packages\\n' "$here/python" > "$here/uv" ;;
  packages) touch "$here/half"; step packages; rm "$here/half"; touch "$here/packages" ;;
  *sysconfig*) echo "$here" ;;
  *"-m cli"*) [ -f "$here/packages" ] && [ ! -f "$here/half" ] && echo "the command line" ;;
esac
"""
VENV = f"""
import os, shutil, subprocess, sys
def main(place, folder):
    bin = os.path.join(place, "bin")
    shutil.rmtree(place, ignore_errors=True)
    os.makedirs(bin)
    with open(os.path.join(bin, "python"), "w") as python:
        python.write({PYTHON!r})
    os.chmod(os.path.join(bin, "python"), 0o755)
    if os.environ["HANG"] == "venv":
        program = subprocess.Popen(["sleep", "600"])
        open(folder + "/grandchild", "w").write(str(program.pid))
        open(folder + "/reached", "w").close()
        program.wait()
    open(os.path.join(bin, "pip"), "w").close()
if __name__ == "__main__":
    main(sys.argv[-1], os.environ["FOLDER"])
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "cli").mkdir()
    shutil.copy(ROOT / "souk", tmp_path)
    shutil.copy(ROOT / "cli/ends_with_caller.py", tmp_path / "cli")
    (tmp_path / "requirements.lock").write_text("uv==0.13.0 \\\n    --hash=sha256:aa\nuvicorn==0.54\n")
    (tmp_path / "fakes").mkdir()
    (tmp_path / "fakes/venv.py").write_text(VENV)
    return tmp_path


def souk(house: Path, hang: str = "") -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": str(house / "fakes"), "FOLDER": str(house), "HANG": hang}
    return subprocess.Popen(
        [sys.executable, str(house / "souk"), "up"], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def until(file: Path, launcher: subprocess.Popen[str]) -> None:
    while not file.exists():
        assert launcher.poll() is None, launcher.communicate()
        time.sleep(0.01)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("at", ["venv", "uv", "packages"])
def test_an_environment_whose_making_was_interrupted_is_made_whole_by_the_next_call(
    house: Path, at: str, how: signal.Signals
) -> None:
    interrupted = souk(house, hang=at)
    until(house / "reached", interrupted)

    interrupted.send_signal(how)
    interrupted.communicate()
    said, errors = souk(house).communicate()

    assert said == "the command line\n", errors
    assert ended(int((house / "grandchild").read_text()))


def test_an_environment_that_is_whole_is_not_made_again(house: Path) -> None:
    souk(house).communicate()

    said, errors = souk(house).communicate()

    assert said == "the command line\n"
    assert errors == ""


def test_an_environment_that_lost_its_installer_is_made_again(house: Path) -> None:
    souk(house).communicate()
    (house / ".venv/bin/pip").unlink()
    (house / "requirements.lock").write_text("uv==0.14.0 \\\n    --hash=sha256:bb\nuvicorn==0.55\n")

    said, errors = souk(house).communicate()

    assert said == "the command line\n", errors
    assert (house / ".venv/bin/pip").exists()


def ended(pid: int) -> bool:
    try:
        return psutil.Process(pid).wait(10) is None
    except psutil.NoSuchProcess:
        return True
