"""Does an HTTP server on this machine answer?"""

from __future__ import annotations

import http.client
from collections.abc import Sequence

from cli.manifest_tables import LOOPBACK

# A probe must not hold up the keeper for long.
PROBE_S = 0.5
# Asked beside the keeper, so it may take its time: who is only slow is not ended.
ALIVE_S = 5.0


def all_answer(ports: Sequence[int], path: str, below: int = 600, timeout_s: float = PROBE_S) -> bool:
    return all(answers(port, path, below, timeout_s) for port in ports)


def answers(port: int, path: str, below: int = 600, timeout_s: float = PROBE_S) -> bool:
    """Does an HTTP server on this machine answer, with a status below this one?"""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=timeout_s)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < below
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
