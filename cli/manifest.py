"""souk.toml as values: the system described once, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from msgspec.structs import asdict

from cli.languages import Language, languages_of
from cli.manifest_legacy import legacy_problems
from cli.manifest_lines import Lines
from cli.manifest_origins import origin_problems
from cli.manifest_reading import read_tables
from cli.manifest_rules import find_problems, port_problems, subjects_in
from cli.manifest_tables import (
    LOOPBACK,
    Assets,
    DefaultShape,
    Gateway,
    Github,
    Legacy,
    Mfe,
    MfesTogether,
    Pictures,
    Portals,
    Service,
    Tables,
)
from cli.refusals import ManifestError, Problem
from kit.hosts import is_local
from kit.names import ASKER

__all__ = ["LOOPBACK", "Gateway", "Legacy", "ManifestError", "Mfe", "Service", "System", "load"]


@dataclass(frozen=True)
class System:
    root: Path
    name: str
    public_url: str
    currency: str
    locale: str
    time_zone: str
    mail_from: str
    gateway: Gateway
    services: Mapping[str, Service]
    mfes: Mapping[str, Mfe]
    languages: tuple[Language, ...] = ()
    github: Github | None = None
    legacy: Legacy | None = None
    portals: Portals = field(default_factory=Portals)
    pictures: Pictures = field(default_factory=Pictures)
    assets: Assets = field(default_factory=Assets)
    port_offset: int = 0
    shape: DefaultShape = field(default_factory=DefaultShape)
    # MFEs whose pages and pieces come with the host's build.
    built_in: frozenset[str] = frozenset()

    @property
    def is_local(self) -> bool:
        """Demo accounts and simulated cards are refused where this is false."""
        return is_local(self.public_url)

    @property
    def origins(self) -> tuple[str, ...]:
        """The shop and its portals, and on a developer's machine each MFE alone on its port."""
        alone = (f"http://localhost:{mfe.port}" for mfe in self.mfes.values())
        return (self.public_url, *self.portal_origins, *(alone if self.is_local else ()))

    @property
    def portal_origins(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, (self.portals.seller, self.portals.admin))))

    @property
    def zones(self) -> tuple[Mfe, ...]:
        """Each is a build and a process."""
        return tuple(
            mfe
            for mfe in self.mfes.values()
            if mfe.is_zone and (mfe.name not in self.built_in or mfe.name == self._at_the_root)
        )

    @property
    def host(self) -> Mfe:
        """The zone at `/`, which also mounts the federated pages."""
        return self.mfes[self._at_the_root]

    @property
    def _at_the_root(self) -> str:
        return next(name for name, mfe in self.mfes.items() if mfe.is_zone and "/" in mfe.zone_paths)

    @property
    def remotes(self) -> tuple[str, ...]:
        """What others mount: pieces on their pages, and pages on the host."""
        pairs = ((mfe.name, name) for mfe in self.mfes.values() for name in mfe.mounts)
        mounted = {name for by, name in pairs if not {by, name} <= self.built_in}
        return tuple(name for name in self.mfes if name in mounted)

    def with_mfes_together(self) -> System:
        """The same shop with the host's zone having all pages and pieces, but those of parts that stay apart."""
        stays = {name for name, mfe in self.mfes.items() if (mfe.apart or mfe.is_element) and name != self._at_the_root}
        inside = [mfe for name, mfe in self.mfes.items() if name not in stays]
        calls = tuple(dict.fromkeys(callee for mfe in inside if mfe.is_zone for callee in mfe.calls))
        mounts = tuple(dict.fromkeys(name for mfe in inside for name in mfe.mounts))
        whole = MfesTogether(**{**asdict(self.host), "calls": calls, "mounts": mounts})
        return replace(self, mfes={**self.mfes, whole.name: whole}, built_in=frozenset(mfe.name for mfe in inside))

    @property
    def ports(self) -> Mapping[str, int]:
        """Every port with the name that `ports=` moves it by."""
        return {
            "gateway": self.gateway.port,
            **{f"service.{service.name}": service.port for service in self.services.values()},
            **{f"mfe.{mfe.name}": mfe.port for mfe in self.mfes.values()},
        }

    @property
    def with_kit(self) -> tuple[str, ...]:
        """Services in Python, which may run together; others keep to HTTP, and always run apart."""
        return tuple(name for name, service in self.services.items() if service.has_kit)

    @property
    def holders(self) -> tuple[str, ...]:
        """Services that are asked what they hold on a person, and to forget them."""
        return tuple(name for name, service in self.services.items() if service.holds_people and name != ASKER)

    def calls_of(self, service: str) -> tuple[str, ...]:
        """As written, and of the one that knows who has an account: everybody who holds people."""
        written = self.services[service].calls
        return tuple(dict.fromkeys((*written, *self.holders))) if service == ASKER else written

    def callers_of(self, service: str) -> tuple[str, ...]:
        return tuple(caller for caller in self.services if service in self.calls_of(caller))

    def urls_for(self, service: str) -> Mapping[str, str]:
        """The addresses of the services that it may call."""
        return {callee: self.services[callee].url for callee in self.calls_of(service)}


def load(
    path: str | Path = "souk.toml",
    port_offset: int = 0,
    ports: Mapping[str, int] | None = None,
    replicas: Mapping[str, int] | None = None,
) -> System:
    """`ports` moves single entries: gateway, service.<name>, mfe.<name>, or the bare name where only one has it.
    `replicas` are of such entries too, a zone being an mfe."""
    file = Path(path).resolve()
    if not file.is_file():
        raise ManifestError(str(path), [Problem(1, "There is no such file.", "Run souk in the shop's folder.")])
    text = file.read_text("utf-8")
    lines = Lines(text)
    tables = read_tables(file, text, lines)
    problems = [
        *find_problems(tables, lines, subjects_in(file.parent / "contracts")),
        *legacy_problems(tables, lines),
        *origin_problems(tables, lines),
    ]
    if problems:
        raise ManifestError(file.name, problems)
    moved = _moved(tables, port_offset, dict(ports or {}), file.name)
    if problems := port_problems(moved, lines):
        raise ManifestError(file.name, problems)
    moved = _replicated(moved, dict(replicas or {}), file.name)
    return System(
        root=file.parent,
        name=tables.souk.name,
        public_url=_public_url(tables.souk.public_url, moved.gateway.port),
        currency=tables.souk.currency,
        locale=tables.souk.locale,
        time_zone=tables.souk.time_zone,
        mail_from=tables.souk.mail_from,
        gateway=moved.gateway,
        services=moved.service,
        mfes=moved.mfe,
        languages=languages_of(tables.souk.locale, tables.souk.languages),
        github=tables.github,
        legacy=tables.legacy,
        portals=tables.portals,
        pictures=tables.pictures,
        assets=tables.assets,
        port_offset=port_offset,
        shape=tables.shape,
    )


def _moved(tables: Tables, offset: int, ports: dict[str, int], file: str) -> Tables:
    def port(kind: str, name: str, default: int) -> int:
        alone = kind == "gateway" or sum(name in group for group in (tables.service, tables.mfe)) == 1
        full = name if kind == "gateway" else f"{kind}.{name}"
        return ports.pop(full, ports.pop(name, None) if alone else None) or default + offset

    moved = tables.but(
        gateway=tables.gateway.but(port=port("gateway", "gateway", tables.gateway.port)),
        service={n: s.but(port=port("service", n, s.port)) for n, s in tables.service.items()},
        mfe={n: m.but(port=port("mfe", n, m.port)) for n, m in tables.mfe.items()},
    )
    if ports:
        known = "gateway, " + ", ".join([*(f"service.{n}" for n in tables.service), *(f"mfe.{n}" for n in tables.mfe)])
        cause = f"No part is named {', '.join(ports)}, so its port cannot be moved."
        raise ManifestError(file, [Problem(1, cause, f"Name one of: {known}.")])
    return moved


def _replicated(tables: Tables, replicas: dict[str, int], file: str) -> Tables:
    zones = {name for name, mfe in tables.mfe.items() if mfe.is_zone}

    def of(kind: str, name: str, usual: int) -> int:
        alone = (name in tables.service) != (name in zones)
        return replicas.pop(f"{kind}.{name}", replicas.pop(name, None) if alone else None) or usual

    services = {n: s.but(replicas=of("service", n, s.replicas)) for n, s in tables.service.items()}
    mfes = {n: m.but(replicas=of("mfe", n, m.replicas)) if n in zones else m for n, m in tables.mfe.items()}
    if replicas:
        known = ", ".join([*(f"service.{n}" for n in services), *(f"mfe.{n}" for n in sorted(zones))])
        cause = f"There can be no replicas of {', '.join(replicas)}: it is no process of ours, or two have that name."
        raise ManifestError(file, [Problem(1, cause, f"Name one of: {known}.")])
    return tables.but(service=services, mfe=mfes)


def _public_url(url: str, gateway_port: int) -> str:
    """A shop on this machine is where its gateway listens, also after the ports moved; it knows no TLS."""
    parts = urlsplit(url)
    is_gateway = is_local(url) and parts.scheme == "http"
    return f"http://{parts.hostname}:{gateway_port}" if is_gateway else url
