"""How long ./souk up takes: first from an empty clone of the last commit, then again.

    python bench/starts.py

Goals: the first start in 180 s with an internet connection, the second in 10 s. Packages that this machine's uv and
pnpm know already are not downloaded again, so a truly new machine takes longer by its downloads.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from bench.open_shop import FIRST_OFFSET, souk
from cli.claimed_ports import claimed_offset
from cli.home import ROOT, Home

GOALS_S = {"first": 180, "second": 10, "third": 10}


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="souk-bench-") as folder:
        Path(folder).chmod(0o711)
        clone = Path(folder) / "souk"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        with claimed_offset(Home(clone / ".souk"), FIRST_OFFSET) as offset:
            for which, goal_s in GOALS_S.items():
                try:
                    took_s = souk(clone, clone / ".souk", "up", "--detach", "--port-offset", str(offset))
                finally:
                    stopped_s = souk(clone, clone / ".souk", "down")
                print(f"{which} start {took_s:6.1f} s (goal {goal_s} s), stopped in {stopped_s:.1f} s", flush=True)


if __name__ == "__main__":
    main()
