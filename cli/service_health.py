"""What each service says of itself at /health, asked at once of all."""

from __future__ import annotations

import http.client
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from cli.manifest import LOOPBACK, Service

# A service asks its own database and broker first, each for at most 2 s.
ANSWER_S = 4.0
# Checks of /health that are told by their number.
COUNTED = {"dead_letters": "dead", "sagas": "parked", "mail": "parked"}
ONLY_COUNTED = frozenset({"dead_letters", "sagas"})


@dataclass(frozen=True, slots=True)
class ServiceHealth:
    """`status` is the service's own word; "silent" when it gives none. `causes`: what ails it, by check."""

    name: str
    status: str
    causes: tuple[str, ...] = ()
    dead_letters: int = 0
    parked_sagas: int = 0
    parked_mails: int = 0
    version: str = ""

    @property
    def serves(self) -> bool:
        return self.status in ("ok", "ready", "degraded")

    @property
    def waiting(self) -> tuple[tuple[str, str], ...]:
        """For an operator: what waits, and the command that lists it."""
        return tuple(
            (f"{count} {what}{'s' if count > 1 else ''}", f"./souk {command} {self.name}")
            for count, what, command in (
                (self.dead_letters, "dead letter", "dead-letters list"),
                (self.parked_sagas, "parked saga", "sagas list"),
                (self.parked_mails, "parked mail", "mail parked"),
            )
            if count
        )

    @property
    def said(self) -> str:
        """Empty when there is nothing to say."""
        return " ".join((*self.causes, *(f"{what}: {command}." for what, command in self.waiting)))


def ask_services(asked: Sequence[Service]) -> list[ServiceHealth]:
    """Each at its port, in the same order."""
    with ThreadPoolExecutor(max(1, len(asked))) as threads:
        return list(threads.map(_ask, asked))


def _ask(service: Service) -> ServiceHealth:
    connection = http.client.HTTPConnection(LOOPBACK, service.port, timeout=ANSWER_S)
    try:
        connection.request("GET", "/health")
        return health_of(service.name, json.loads(connection.getresponse().read()))
    except (OSError, http.client.HTTPException, ValueError):
        return ServiceHealth(service.name, "silent", ("It does not answer.",))
    finally:
        connection.close()


def health_of(name: str, body: dict[str, Any]) -> ServiceHealth:
    checks: dict[str, dict[str, Any]] = body.get("checks", {})
    causes = [
        f"{check}: {found['cause']}"
        for check, found in checks.items()
        if found.get("cause") and check not in ONLY_COUNTED
    ]
    numbers = (checks.get(check, {}).get(number, 0) for check, number in COUNTED.items())
    status, version = str(body.get("status", "unready")), str(body.get("version", ""))
    return ServiceHealth(name, status, tuple(causes), *numbers, version=version)
