"""One test run: what its processes (pytest-xdist's workers) share, and what ends with it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAME = "SOUK_TEST_RUN"
START_S = 120.0
STOP_S = 30.0
PREFIX = "souk-test-"
# Copying and dropping databases is making and removing files: in memory it takes half the system's time. What a crash
# must not lose is tested in pytest's own folders, which are on the disk.
MEMORY = Path("/dev/shm")  # noqa: S108 (the folder made in it is one's own)
ROOM_BYTES = 4 * 1024**3


@dataclass(frozen=True, slots=True)
class Run:
    """A folder that the first process makes and names to its workers by the environment."""

    folder: Path
    owner_pid: int

    @classmethod
    def begin(cls) -> Run:
        _remove_abandoned()
        folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=_quickest()))
        folder.chmod(0o711)  # a server that may not be root has to pass through
        os.environ[NAME] = f"{os.getpid()}:{folder}"
        return cls(folder, os.getpid())

    @classmethod
    def joined(cls) -> Run | None:
        pid, _, folder = os.environ.get(NAME, "").partition(":")
        return cls(Path(folder), int(pid)) if folder and Path(folder).is_dir() else None

    @property
    def prefix(self) -> str:
        """Begins every name on a database server that others may use too."""
        return f"t{self.folder.name.rpartition('-')[2].lower()}".replace("_", "x")

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        with (self.folder / f"{name}.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def once(self, name: str) -> dict[str, Any] | None:
        """What was kept under the name; ask and keep inside one lock."""
        file = self.folder / f"{name}.json"
        return json.loads(file.read_text("utf-8")) if file.exists() else None

    def keep(self, name: str, facts: dict[str, Any]) -> None:
        unfinished = self.folder / f"{name}.{secrets.token_hex(4)}"
        unfinished.write_text(json.dumps(facts), "utf-8")
        unfinished.replace(self.folder / f"{name}.json")

    def server(self, name: str) -> dict[str, Any]:
        """Facts about a server that is started by whoever asks first and runs until the run ends."""
        with self.lock(name):
            return self.once(name) or self._start(name)

    def end(self) -> None:
        """For the process that began the run."""
        os.environ.pop(NAME, None)
        for file in self.folder.glob("*.json"):
            keeper = json.loads(file.read_text("utf-8")).get("keeper")
            if keeper:
                _stop(int(keeper))
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self, name: str) -> dict[str, Any]:
        log = self.folder / f"{name}-keeper.log"
        with log.open("wb") as output:
            keeper = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "testkit.servers", name, str(self.folder), str(self.owner_pid)],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + START_S
        while (facts := self.once(name)) is None:
            if keeper.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The tests' {name} did not start:\n{log.read_text('utf-8', 'replace')}")
            time.sleep(0.02)
        return facts


def _quickest() -> Path:
    disk = Path(tempfile.gettempdir())
    if not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ROOM_BYTES:
        return disk
    return MEMORY


def _remove_abandoned() -> None:
    """What killed runs left behind; a folder's name tells whose it was."""
    for place in (Path(tempfile.gettempdir()), MEMORY):
        for folder in place.glob(f"{PREFIX}*-*"):
            owner = folder.name.removeprefix(PREFIX).partition("-")[0]
            if owner.isdigit() and not _lives(int(owner)):
                shutil.rmtree(folder, ignore_errors=True)


def _stop(keeper: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(keeper, signal.SIGTERM)
    deadline = time.monotonic() + STOP_S
    while _lives(keeper) and time.monotonic() < deadline:
        time.sleep(0.02)


def _lives(pid: int) -> bool:
    with contextlib.suppress(ChildProcessError):
        if os.waitpid(pid, os.WNOHANG)[0]:
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # somebody else's
    return True
