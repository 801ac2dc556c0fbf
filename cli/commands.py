"""Running other programs to their end, with what they said kept for when they fail."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from cli import ends_with_caller
from cli.refusals import Refusal


def run(
    command: Sequence[str],
    *,
    what: str,
    fix: str,
    log: Path,
    env: Mapping[str, str] | None = None,
    folder: Path | None = None,
    on_line: Callable[[str], None] = lambda line: None,
) -> None:
    """`on_line` is given each line as it comes; a failure shows the last ones. Nothing of it outlives its caller."""
    log.parent.mkdir(parents=True, exist_ok=True)
    said: list[str] = []
    with log.open("a", encoding="utf-8") as kept:
        with subprocess.Popen(
            [sys.executable, ends_with_caller.__file__, *command], env=env, cwd=folder, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", start_new_session=True,
        ) as process:  # fmt: skip
            assert process.stdin
            assert process.stdout
            try:
                for line in process.stdout:
                    kept.write(line)
                    said.append(line.rstrip("\n"))
                    on_line(said[-1])
                process.wait()
            finally:
                process.stdin.close()
        if process.returncode:
            raise Refusal(f"{what} failed (exit code {process.returncode}).", fix, said[-20:])
