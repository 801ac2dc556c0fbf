"""Hosts on one machine: a network namespace each, on a bridge of their own. One that dies vanishes without a word."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

MISSING_ROOT = "network namespaces need root: sudo ./souk test hosts"
MISSING_IP = "the command ip is not here: apt-get install iproute2"
MISSING_RIGHT = "this machine refuses network namespaces (a container without CAP_NET_ADMIN and CAP_SYS_ADMIN?)"


def why_not() -> str | None:
    if os.geteuid() != 0:
        return MISSING_ROOT
    if shutil.which("ip") is None:
        return MISSING_IP
    name = f"sk{os.getpid()}try"
    tried = _ip("netns", "add", name, check=False)
    _ip("netns", "del", name, check=False)
    return MISSING_RIGHT if tried.returncode else None


def _ip(*words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["ip", *words], capture_output=True, text=True, check=check)  # noqa: S603, S607


@dataclass
class Host:
    network: Network
    number: int
    name: str
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list[subprocess.Popen[bytes]])

    @property
    def address(self) -> str:
        return f"{self.network.prefix}.{self.number}"

    @property
    def _space(self) -> str:
        return f"{self.network.bridge}-{self.name}"

    @property
    def _line(self) -> str:
        return f"{self.network.bridge}v{self.number}"

    def appears(self) -> None:
        _ip("netns", "add", self._space)
        _ip("link", "add", self._line, "type", "veth", "peer", "name", "eth0", "netns", self._space)
        # Always the same, as others remember it.
        own = f"02:00:00:00:00:{self.number:02x}"
        _ip("-n", self._space, "link", "set", "eth0", "address", own)
        _ip("-n", self._space, "address", "add", f"{self.address}/24", "dev", "eth0")
        for device in ("lo", "eth0"):
            _ip("-n", self._space, "link", "set", device, "up")
        _ip("link", "set", self._line, "master", self.network.bridge, "up")

    def dies(self) -> None:
        """The line first, so that no connection's end is told."""
        _ip("link", "set", self._line, "down")
        for pid in _ip("netns", "pids", self._space, check=False).stdout.split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
        for process in self.processes:
            process.wait()
        self.processes.clear()
        _ip("link", "del", self._line, check=False)
        _ip("netns", "del", self._space, check=False)

    def begins(self, command: Sequence[str], log: Path, env: Mapping[str, str] | None = None) -> None:
        with log.open("ab") as output:
            self.processes.append(
                subprocess.Popen(  # noqa: S603 (our own command)
                    self._inside(command), env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output
                )
            )

    def does(self, command: Sequence[str], folder: Path, env: Mapping[str, str]) -> None:
        done = subprocess.run(  # noqa: S603 (our own command)
            self._inside(command), env=env, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout

    def can(self, command: Sequence[str]) -> bool:
        done = subprocess.run(self._inside(command), stdin=subprocess.DEVNULL, capture_output=True, check=False)  # noqa: S603
        return done.returncode == 0

    def _inside(self, command: Sequence[str]) -> list[str]:
        return ["ip", "netns", "exec", self._space, *command]


@dataclass
class Network:
    hosts: list[Host] = field(default_factory=list[Host])

    @property
    def bridge(self) -> str:
        return f"sk{os.getpid() % 100000}"

    @property
    def prefix(self) -> str:
        return f"10.231.{os.getpid() % 250}"

    def host(self, name: str) -> Host:
        host = Host(self, len(self.hosts) + 10, name)
        self.hosts.append(host)
        host.appears()
        return host


@contextlib.contextmanager
def a_network() -> Iterator[Network]:
    network = Network()
    _ip("link", "add", network.bridge, "type", "bridge")
    try:
        _ip("address", "add", f"{network.prefix}.1/24", "dev", network.bridge)
        _ip("link", "set", network.bridge, "up")
        yield network
    finally:
        for host in network.hosts:
            with contextlib.suppress(subprocess.SubprocessError):
                host.dies()
        _ip("link", "del", network.bridge, check=False)
