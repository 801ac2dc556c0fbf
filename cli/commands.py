"""Running other programs to their end, with what they said kept for when they fail."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from cli.refusals import Refusal


def run(
    command: Sequence[str],
    *,
    what: str,
    fix: str,
    log: Path,
    env: Mapping[str, str] | None = None,
    folder: Path | None = None,
    heard: Callable[[str], None] = lambda line: None,
) -> None:
    """`heard` is told each line as it comes; a failure shows the last ones."""
    log.parent.mkdir(parents=True, exist_ok=True)
    said: list[str] = []
    with log.open("a", encoding="utf-8") as kept:
        process = subprocess.Popen(
            command, env=env, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace",
        )  # fmt: skip
        try:
            for line in process.stdout or ():
                kept.write(line)
                said.append(line.rstrip("\n"))
                heard(said[-1])
        except BaseException:
            process.terminate()
            process.wait()
            raise
        if process.wait():
            raise Refusal(f"{what} failed (exit code {process.returncode}).", fix, said[-20:])
