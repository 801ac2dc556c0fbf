"""How this shop was asked to run: kept with its state, so that later commands find it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from cli.addresses import SERVERS, Addresses
from cli.home import Home
from cli.manifest import System, load
from cli.manifest_tables import MOST_REPLICAS
from cli.refusals import Refusal


class Mfes(StrEnum):
    """Who makes the web: each micro frontend its own build, or one build all of them."""

    APART = "apart"
    TOGETHER = "together"


class Services(StrEnum):
    APART = "apart"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Shape:
    services: Services = Services.APART
    port_offset: int = 0
    ports: Mapping[str, int] = field(default_factory=dict)
    mfes: Mfes = Mfes.APART
    replicas: Mapping[str, int] = field(default_factory=dict)  # of parts that have others than souk.toml says

    @classmethod
    def of_json(cls, text: str) -> Shape:
        raw = json.loads(text)
        mfes, replicas = Mfes(raw.get("mfes", Mfes.APART)), raw.get("replicas", {})
        return cls(Services(raw["services"]), raw["port_offset"], raw["ports"], mfes, replicas)

    @classmethod
    def asked(
        cls,
        home: Home,
        services: Services | None,
        mfes: Mfes | None,
        port_offset: int,
        ports: Mapping[str, int],
        replicas: Mapping[str, int] | None = None,
    ) -> Shape:
        """What nobody asks for otherwise is as souk.toml says."""
        usual = load(home.root / "souk.toml").shape
        shape = cls(services or Services(usual.services), port_offset, ports, mfes or Mfes(usual.mfes), replicas or {})
        shape.refuse_replicas_inside(home)
        return shape

    def as_json(self) -> str:
        return json.dumps(asdict(self))

    def system(self, home: Home) -> System:
        moved = {name: port for name, port in self.ports.items() if name not in SERVERS}
        system = load(home.root / "souk.toml", self.port_offset, moved, self.replicas)
        return system.with_mfes_together() if self.mfes is Mfes.TOGETHER else system

    def refuse_replicas_inside(self, home: Home) -> None:
        """One process that serves several services has one instance."""
        system = self.system(home)
        if self.services is Services.APART:
            return
        together = [name for name in system.with_kit if not system.services[name].apart]
        for name in together:
            if system.services[name].replicas > 1:
                raise Refusal(
                    f"{name} runs in one process with {len(together) - 1} others, so it cannot have replicas alone.",
                    f"Write apart = true in [service.{name}] of souk.toml, or run ./souk up --services apart.",
                )

    def addresses(self, env: Mapping[str, str] = os.environ) -> Addresses:
        return Addresses.of(self.port_offset, self.ports, env)

    def needed_ports(self, system: System) -> dict[str, int]:
        """Part → port, of all that will listen. A React MFE has a port only when its team runs it alone."""
        addresses = self.addresses()
        return {
            **({"postgres": addresses.postgres_port} if addresses.needs_postgres(system) else {}),
            **({"nats": addresses.nats_port} if addresses.needs_nats else {}),
            **({"mail": addresses.mail_port} if addresses.needs_mail_sink else {}),
            **({"board": addresses.board_port} if system.is_local else {}),
            **{_entry("service", name, system): service.port for name, service in system.services.items()},
            **{_entry("mfe", zone.name, system): zone.port for zone in system.zones},
            "gateway": system.gateway.port,
        }


def parsed_ports(moves: Sequence[str]) -> dict[str, int]:
    """`order=9030` → {"order": 9030}."""
    ports: dict[str, int] = {}
    for move in moves:
        part, _, port = move.partition("=")
        if not part or not port.isdigit() or not 1 <= int(port) <= 65535:
            raise Refusal(f"--port {move} cannot be read.", "Write --port PART=PORT, as in --port order=9030.")
        ports[part] = int(port)
    return ports


def parsed_replicas(wishes: Sequence[str]) -> dict[str, int]:
    """`order=3` → {"order": 3}."""
    replicas: dict[str, int] = {}
    for wish in wishes:
        part, _, count = wish.partition("=")
        if not part or not count.isdigit() or not 1 <= int(count) <= MOST_REPLICAS:
            raise Refusal(
                f"--replicas {wish} cannot be read.",
                f"Write --replicas PART=COUNT, as in --replicas order=3; COUNT is 1 to {MOST_REPLICAS}.",
            )
        replicas[part] = int(count)
    return replicas


def _entry(kind: str, name: str, system: System) -> str:
    """What --port calls it: the bare name where only one part has it."""
    both = name in system.services and name in system.mfes
    return f"{kind}.{name}" if both else name
