from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from cli import commands
from cli.refusals import Refusal

BUILDS = """
import sys
from pathlib import Path
from cli import commands
build = ["sh", "-c", "sleep 600 & echo $! > $0; echo building; wait", sys.argv[1]]
commands.run(build, what="It", fix="", log=Path(sys.argv[1] + ".log"), on_line=lambda line: print(line, flush=True))
"""


def test_a_failed_command_shows_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        commands.run(["sh", "-c", "echo almost; exit 3"], what="It", fix="Mend it.", log=tmp_path / "log")

    assert refused.value.cause == "It failed (exit code 3)."
    assert refused.value.log == ("almost",)
    assert (tmp_path / "log").read_text() == "almost\n"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_build_ends_with_all_its_processes_when_its_caller_is_interrupted(
    tmp_path: Path, how: signal.Signals
) -> None:
    caller = subprocess.Popen([sys.executable, "-c", BUILDS, tmp_path / "pid"], stdout=subprocess.PIPE)
    assert caller.stdout
    caller.stdout.readline()
    orphan = psutil.Process(int((tmp_path / "pid").read_text()))

    caller.send_signal(how)
    caller.communicate()

    orphan.wait(10)
    assert not orphan.is_running()
