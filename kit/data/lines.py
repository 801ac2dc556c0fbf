"""The line to a PostgreSQL on another host, which may vanish without a word: both ends notice within seconds.

Without it a statement would wait for its timeout of half a minute, and the server would keep a vanished client's locks,
among them the relay's, for two hours.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from typing import Any, Final

# What was sent and is not acknowledged by the other host's kernel for so long is lost. However long a statement runs,
# its host acknowledges at once.
UNACKNOWLEDGED_S: Final = 3.0
IDLE_S, PROBE_S, PROBES = 10, 5, 3
# What the server is asked to do with our connection. It ignores them on a socket of one machine.
SERVER_SETTINGS: Final[Mapping[str, str]] = {
    "tcp_keepalives_idle": str(IDLE_S),
    "tcp_keepalives_interval": str(PROBE_S),
    "tcp_keepalives_count": str(PROBES),
    "tcp_user_timeout": str((IDLE_S + PROBE_S * PROBES) * 1000),
}
# By their names, since not every system has them.
OPTIONS: Final = {
    "TCP_USER_TIMEOUT": int(UNACKNOWLEDGED_S * 1000),
    "TCP_KEEPIDLE": IDLE_S,
    "TCP_KEEPINTVL": PROBE_S,
    "TCP_KEEPCNT": PROBES,
}


def watch(connection: Any) -> None:
    """`connection`: asyncpg's, which does not show its socket."""
    line: socket.socket | None = connection._transport.get_extra_info("socket")
    if line is None or line.family not in (socket.AF_INET, socket.AF_INET6):
        return
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in OPTIONS.items():
        if hasattr(socket, name):
            line.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
