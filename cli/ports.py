"""A port that is taken: by whom, and how to move."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

import psutil

from cli.manifest import LOOPBACK
from cli.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Holder:
    pid: int | None
    program: str

    def __str__(self) -> str:
        return f"{self.program} (pid {self.pid})" if self.pid else self.program


def refuse_taken(ports: Mapping[str, int], offset: int = 0) -> None:
    """`ports`: part → port, already moved by `offset`. One error names all that are taken."""
    taken = {part: port for part, port in ports.items() if is_taken(port)}
    if not taken:
        return
    holders = holders_of(set(taken.values()))
    causes = [f"Port {port} ({part}) is taken by {holders[port]}." for part, port in taken.items()]
    part, port = next(iter(taken.items()))
    raise Refusal(
        "\n".join(causes),
        f"Stop it, move the whole shop with --port-offset {offset + _free_offset(ports)}, "
        f"or move one part with --port {part}={port + 1}.",
    )


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return True
    return False


def holders_of(ports: Set[int]) -> dict[int, Holder]:
    found = dict.fromkeys(ports, Holder(None, "a program of another user (sudo ss -ltnp names it)"))
    for port, pid in _listening():
        if port in ports:
            with contextlib.suppress(psutil.Error):
                found[port] = _holder(psutil.Process(pid))
    return found


def _listening() -> Iterator[tuple[int, int]]:
    """Ports with their processes, by one look at all: process by process, Linux would read all connections for each."""
    try:
        for each in psutil.net_connections("tcp"):
            if each.laddr and each.pid and each.status == psutil.CONN_LISTEN:
                yield each.laddr.port, each.pid
    except psutil.AccessDenied:  # macOS shows all only to root
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                for each in process.net_connections("tcp"):
                    if each.status == psutil.CONN_LISTEN:
                        yield each.laddr.port, process.pid


def _holder(process: psutil.Process) -> Holder:
    command = " ".join(process.cmdline()[:4]) or process.name()
    return Holder(process.pid, f"{process.name()}: {command[:80].strip()}")


def moved_ports(ports: Mapping[str, int], start: int) -> Iterator[tuple[int, list[int]]]:
    """Offsets in steps of a thousand, and where each leads."""
    for offset in range(start, 65536 - max(ports.values()), 1000):
        yield offset, [port + offset for port in ports.values()]


def _free_offset(ports: Mapping[str, int], start: int = 1000) -> int:
    """The first that leaves all ports free."""
    return next((offset for offset, moved in moved_ports(ports, start) if not any(map(is_taken, moved))), start)
