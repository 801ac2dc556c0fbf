"""What a step of the start says when it refuses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from cli.home import ROOT


def test_why_a_seed_refuses_is_in_its_log(tmp_path: Path) -> None:
    (tmp_path / "refusing.py").write_text("import sys\nprint('first')\nsys.exit('Prices are in EUR.')\n")
    paths = f"import sys; sys.path[:0] = {[str(ROOT), str(tmp_path)]}"
    program = f"{paths}; from cli.prepare import run_as_program; run_as_program('refusing', {{}})"

    done = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout.splitlines()) == (1, ["first", "Prices are in EUR."])
