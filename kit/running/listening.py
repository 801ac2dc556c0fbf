"""The sockets that a process takes connections from: its own, or those that whoever started it holds for it.

Several processes may be handed one socket. What connects to it waits in one queue for all of them, so an address has as
many instances as there are such processes, and one of them may leave without taking a connection along.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping, Sequence

from kit.errors import SoukError

# {"8030": [7, 9]}: for the service at this port, descriptors of the shared address and of the instance's own.
HANDED = "SOUK_SOCKETS"


class PortTaken(SoukError):
    code = "port-taken"

    def __init__(self, service: str, host: str, port: int, why: str) -> None:
        super().__init__(
            f"The {service} service cannot listen on {host}:{port}: {why}.",
            f"Stop what listens there (./souk doctor names it), or set SOUK_{service.upper()}_PORT.",
            {"port": port},
        )


def handed(env: Mapping[str, str]) -> dict[int, Sequence[int]]:
    """Port → descriptors."""
    return {int(port): descriptors for port, descriptors in json.loads(env.get(HANDED) or "{}").items()}


def sockets_of(service: str, host: str, port: int, descriptors: Sequence[int]) -> list[socket.socket]:
    if descriptors:
        return [socket.socket(fileno=descriptor) for descriptor in descriptors]
    return [_listening(service, host, port)]


def _listening(service: str, host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise PortTaken(service, host, port, (error.strerror or str(error)).lower()) from error
    listener.set_inheritable(False)
    return listener
