"""The parts of the shop, and the stages in which they start."""

from __future__ import annotations

import signal
import traceback
from dataclasses import asdict, dataclass, field
from functools import cached_property
from importlib import import_module
from typing import Any

from cli import prepare, programs, web_build
from cli.environment import Environments
from cli.home import Home
from cli.keeper.endings import StartFailed
from cli.keeper.parts import Build, Kind, Part, Program, Served, Stage, Task
from cli.keeper.serve import preload
from cli.manifest import Service, System
from cli.node import ZONE_HEAP, Node
from cli.probes import ALIVE_S, all_answer
from cli.releases.choices import reading
from cli.releases.kept import key_of, serve
from cli.releases.pages import NO_BUILD
from cli.running import last_state_of
from cli.servers import Servers
from cli.shape import Services, Shape
from kit.data import migrations


@dataclass(frozen=True)
class Shop:
    home: Home
    shape: Shape
    system: System = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "system", self.shape.system(self.home))

    @cached_property
    def environments(self) -> Environments:
        return Environments(self.system, self.home, self.shape.addresses())

    def facts(self) -> dict[str, Any]:
        """What the state file says beside the parts."""
        return {
            "public_url": self.system.public_url,
            "shape": asdict(self.shape),
            "services": list(self.system.services),
        }

    def stages(self) -> list[Stage]:
        work, servers = self.environments, Servers(self.home, self.environments)
        return [
            Stage(
                # A zone asks nobody before its first visitor comes.
                parts=[*servers.all(), *self.zones()],
                meanwhile=self.preload_services,
                tasks=[
                    Task("databases", "Databases and event streams", lambda: prepare.prepare_servers(work)),
                    Task("migrations", "Tables", lambda: prepare.migrate(work)),
                    Task("seed", "Catalogue and accounts", lambda: prepare.seed(work)),
                ],
            ),
            Stage(parts=[*servers.archive(), *self.services()], meanwhile=self.give_pages),
            Stage(parts=[*([self.board()] if self.system.is_local else []), self.gateway()]),
        ]

    def services(self) -> list[Part]:
        others = [self._other(service) for service in self.system.services.values() if not service.has_kit]
        return [*(self._serving(part, names) for part, names in self.processes().items()), *others]

    def processes(self) -> dict[str, list[str]]:
        """The services with kit that each process serves."""
        if self.shape.services is Services.APART:
            return {name: [name] for name in self.system.with_kit}
        apart = [name for name in self.system.with_kit if self.system.services[name].apart]
        inside = [name for name in self.system.with_kit if name not in apart]
        return {**({"services": inside} if inside else {}), **{name: [name] for name in apart}}

    def zones(self) -> list[Part]:
        """Each from the build that visitors are given, and once more where some of them are given another."""
        with reading(self.home.folder) as choices:
            chosen = {zone.name: choices.of(key_of(self.system, zone.name)) for zone in self.system.zones}
        own = [self.zone(Build(name, choice.live or NO_BUILD)) for name, choice in chosen.items()]
        return own + [self.other_build(name, choice.canary) for name, choice in chosen.items() if choice.canary]

    def other_build(self, zone: str, build: str) -> Part:
        return self.zone(Build(zone, build, elsewhere=True))

    def give_pages(self) -> None:
        """Once the zones answer, and before the gateway does."""
        state = last_state_of(self.home)
        with reading(self.home.folder) as choices:
            serve(self.home, self.system, choices, state["parts"] if state else ())

    def zone(self, build: Build) -> Part:
        zone, name = self.system.mfes[build.zone], build.zone
        server = web_build.zone_server(self.home, self.system, zone, build.hash)
        command = [*self._draining_node(), *ZONE_HEAP, str(server)]
        return Part(
            name=name if name not in self.system.services else f"{name}-zone",
            kind=Kind.ZONE,
            ports=(zone.port,),
            runs=Program(command, self.environments.of_zone(name), server.parent),
            is_ready=lambda ports: all_answer(ports, f"{zone.base_path}/_souk/ready", below=500),
            is_alive=lambda ports: all_answer(ports, f"{zone.base_path}/_souk/ready", timeout_s=ALIVE_S),
            version=web_build.version_of(self.home, zone),
            grace_s=5.0,
            replicas=zone.replicas,
            shares_address=True,
            build=build,
        )

    def board(self) -> Part:
        port = self.environments.addresses.board_port
        return Part(
            name="board",
            kind=Kind.BOARD,
            ports=(port,),
            runs=Served([str(self.home.folder), str(port)], self.environments.plain(), "cli.board.server"),
            is_ready=lambda ports: all_answer(ports, "/souk/alive"),
            is_alive=lambda ports: all_answer(ports, "/souk/alive", timeout_s=ALIVE_S),
            grace_s=2.0,
        )

    def gateway(self) -> Part:
        port = self.system.gateway.port
        return Part(
            name="gateway",
            kind=Kind.GATEWAY,
            ports=(port,),
            runs=Program(programs.nginx_command(self.home.run), self.environments.plain()),
            is_ready=lambda ports: all_answer(ports, "/health", below=500),
            is_alive=lambda ports: all_answer(ports, "/health", timeout_s=ALIVE_S),
            version=programs.nginx_version(),
            grace_s=5.0,
        )

    def preload_services(self) -> None:
        """In the keeper, while the servers start; a service that cannot be imported fails by its name."""
        import_module("cli.board.server")
        for name in self.system.with_kit:
            try:
                preload(name)
            except Exception as error:
                with self.home.log_of(name).open("a", encoding="utf-8") as log:
                    traceback.print_exc(file=log)
                raise StartFailed(name, f"It cannot be imported: {type(error).__name__}: {error}") from error

    def _serving(self, part: str, names: list[str]) -> Part:
        shared = (self.home.root / "kit", self.home.root / "contracts")
        sources = [*shared, *(self.home.root / self.system.services[name].folder for name in names)]
        return self._service(part, names, Served(names, self.environments.of_services(names), sources=sources))

    def _other(self, service: Service) -> Part:
        """A process of its own in every shape: only services with kit can share one."""
        command = [*self._draining_node(), "server.mjs"]
        told = {**self.environments.of_service(service.name), "NODE_ENV": "production"}
        return self._service(service.name, [service.name], Program(command, told, self.home.root / service.folder))

    def _draining_node(self) -> list[str]:
        draining = self.home.root / "deploy" / "containers" / "draining.mjs"
        return [str(Node(self.home).program), "--import", draining.as_uri()]

    def _service(self, part: str, names: list[str], runs: Program | Served) -> Part:
        services = [self.system.services[name] for name in names]
        with_kit = [service.name for service in services if service.has_kit]
        return Part(
            name=part,
            kind=Kind.SERVICE,
            ports=tuple(service.port for service in services),
            runs=runs,
            is_ready=lambda ports: all_answer(ports, "/health", below=400),
            is_alive=lambda ports: all_answer(ports, "/health/live", timeout_s=ALIVE_S),
            version=" ".join(dict.fromkeys(programs.version_of_service(self.home, each) for each in services)),
            stop_signal=signal.SIGTERM,
            grace_s=12.0,
            nice=min(service.nice for service in services),  # together nobody waits for who would let others go first
            replicas=max(service.replicas for service in services),
            shares_address=True,
            before_release=lambda release: prepare.tables_for(self.environments, with_kit, release, migrations.EXPAND),
            after_release=lambda release: prepare.tables_for(self.environments, with_kit, release),
        )
