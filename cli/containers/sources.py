"""Dockerfiles, compose.yaml and Kubernetes' manifests: committed, and proved fresh by `souk check`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cli.containers.names import GATEWAY, host_of_mfe, secret_variable
from cli.containers.network import network_of, port_of_legacy
from cli.containers.settings_table import settings_table
from cli.containers.told import OBJECTS_KEY, keeps_media, plain_settings, secrets_of, tasks_of
from cli.manifest import System
from cli.manifest_rules import REFRESH_SECRET
from cli.node import ZONE_HEAP
from cli.render.templates import templates_of
from cli.render.words import GENERATED
from local.databases import connections_to

KUBERNETES = Path("deploy/kubernetes")
RUNNING = Path("docs/running.md")
SETTINGS = ("<!-- souk render: settings -->", "<!-- /souk render -->")


def container_sources(system: System) -> dict[Path, str]:
    facts = _facts(system)
    containers = _templates(system.root / "deploy" / "containers", facts)
    files = {Path("compose.yaml"): containers("compose.yaml.j2")}
    for service in system.services.values():
        template = "service.Dockerfile.j2" if service.has_kit else f"{service.runtime}-service.Dockerfile.j2"
        files[service.folder / "Dockerfile"] = containers(template, service=service)
    for mfe in system.mfes.values():
        files[mfe.sources / "Dockerfile"] = containers("mfe.Dockerfile.j2", mfe=mfe, assets=system.assets.origin)
    files |= _kubernetes(system, facts)
    if (running := system.root / RUNNING).is_file():
        files[RUNNING] = _with_settings(system, running.read_text("utf-8"))
    return files


def _kubernetes(system: System, facts: Mapping[str, Any]) -> dict[Path, str]:
    manifest = _templates(system.root / KUBERNETES, facts)
    base = KUBERNETES / "base"
    files = {
        base / name: manifest(f"{name}.j2")
        for name in ("kustomization.yaml", "shop.yaml", "gateway.yaml", "network.yaml")
    }
    for service in system.services.values():
        files[base / f"{service.name}.yaml"] = manifest("service.yaml.j2", service=service)
    for mfe in system.mfes.values():
        files[base / f"{host_of_mfe(mfe.name)}.yaml"] = manifest("mfe.yaml.j2", mfe=mfe)
    for overlay, names in {
        "small": ("kustomization.yaml", "servers.yaml"),
        "production": ("kustomization.yaml", "scaling.yaml", "postgres.yaml", "nats.yaml"),
    }.items():
        for name in names:
            files[KUBERNETES / "overlays" / overlay / name] = manifest(f"{overlay}/{name}.j2")
    return files


def _facts(system: System) -> dict[str, Any]:
    media = {name for name in system.with_kit if keeps_media(name)}
    return {
        "generated": GENERATED,
        "system": system,
        "services": list(system.services.values()),
        "mfes": list(system.mfes.values()),
        "zones": list(system.zones),
        "releases": [mfe for mfe in system.mfes.values() if not mfe.is_zone],
        "languages": sorted({"en", *(language.code for language in system.languages)}),
        "heap": ZONE_HEAP,
        "plain": {name: plain_settings(system, name) for name in system.services},
        "secrets": {name: secrets_of(system, name) for name in system.services},
        "owner": {name: secret_variable(name, "owner_database_url") for name in system.services},
        "tasks": {name: tasks_of(service) for name, service in system.services.items()},
        "media": media,
        "of_files": {name: [OBJECTS_KEY] if name in media else [] for name in system.services},
        "gateway_secrets": [
            (name, secret_variable(name, REFRESH_SECRET))
            for name, service in system.services.items()
            if REFRESH_SECRET in service.needs
        ],
        "network": network_of(system),
        "legacy_port": port_of_legacy(system),
        "public_host": urlsplit(system.public_url).hostname or "",
        "scaled": [
            *((name, service.most_replicas) for name, service in system.services.items()),
            *((host_of_mfe(zone.name), zone.most_replicas) for zone in system.zones),
            (GATEWAY, system.gateway.most_replicas),
        ],
        "most_connections": connections_to(
            service.connections_of(service.most_replicas) for service in system.services.values()
        ),
    }


def _templates(folder: Path, facts: Mapping[str, Any]) -> Any:
    environment = templates_of(folder)
    environment.filters["quoted"] = quoted
    return lambda name, **more: environment.get_template(name).render(facts, **more)


def quoted(text: str) -> str:
    """As YAML's plain text, in which compose and Kubernetes find no variables of theirs."""
    return "'{}'".format(text.replace("'", "''").replace("$", "$$"))


def _with_settings(system: System, text: str) -> str:
    begin, end = SETTINGS
    before, marker, rest = text.partition(begin)
    _, closing, after = rest.partition(end)
    return f"{before}{begin}\n{settings_table(system)}{end}{after}" if marker and closing else text
