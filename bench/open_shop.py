"""A shop of one's own to measure: opened from this clone on free ports, with data that goes away afterwards."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cli import running
from cli.claimed_ports import claimed_offset
from cli.home import Home
from cli.refusals import Refusal

# Below the ports that the system gives to outgoing connections (from 32768 on Linux).
FIRST_OFFSET = 21000


class NotOpened(RuntimeError):
    """./souk up failed; what it said stands above."""


@dataclass(frozen=True)
class OpenShop:
    home: Home

    @property
    def state(self) -> dict[str, Any]:
        state = running.state_of(self.home)
        if state is None:
            raise Refusal(f"The shop of {self.home.shown} runs no more.", f"Its logs are in {self.home.logs}.")
        return state

    @property
    def url(self) -> str:
        return self.state["public_url"]

    def account(self, user_type: str) -> dict[str, str]:
        accounts = json.loads((self.home.secrets / "accounts.json").read_text("utf-8"))
        return next(account for account in accounts if account["type"] == user_type)


@contextlib.contextmanager
def a_shop(services: str = "apart", at: str | None = None) -> Iterator[OpenShop]:
    """`at`: the SOUK_HOME of a shop that runs already, which is then left running."""
    if at:
        yield OpenShop(Home(Path(at).resolve()))
        return
    with tempfile.TemporaryDirectory(prefix="souk-bench-") as folder:
        Path(folder).chmod(0o711)
        home = Home(Path(folder))
        with claimed_offset(home, FIRST_OFFSET) as offset:
            try:
                souk(home.root, home.folder, "up", "--detach", "--services", services, "--port-offset", str(offset))
                yield OpenShop(home)
            finally:
                souk(home.root, home.folder, "down")


def souk(clone: Path, home: Path, *arguments: str) -> float:
    """Runs ./souk and gives the seconds it took."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("SOUK_")}
    began = time.monotonic()
    done = subprocess.run(
        [str(clone / "souk"), *arguments], cwd=clone, env={**env, "SOUK_HOME": str(home)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        print(done.stdout, file=sys.stderr)
        raise NotOpened(f"./souk {' '.join(arguments)} ended with exit code {done.returncode}.")
    return time.monotonic() - began
