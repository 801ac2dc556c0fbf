"""Kubernetes' manifests as they are committed, for tests that read them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from cli.home import ROOT

KUBERNETES = ROOT / "deploy" / "kubernetes"
TOLD = tomllib.loads((ROOT / "souk.toml").read_text("utf-8"))
SERVICES, MFES = TOLD["service"], TOLD["mfe"]
ZONES = {name for name, mfe in MFES.items() if mfe["framework"] == "next"}


def read(file: Path) -> list[dict[str, Any]]:
    return list(yaml.load_all(file.read_text("utf-8"), yaml.CSafeLoader))


OBJECTS = [
    one
    for folder in ("base", "overlays")
    for file in sorted((KUBERNETES / folder).rglob("*.yaml"))
    for one in read(file)
]
PODS = [
    (f"{one['kind']} {one['metadata']['name']}", one["spec"]["template"])
    for one in OBJECTS
    if one["kind"] in ("Deployment", "Job", "StatefulSet")
]
CONTAINERS = [
    (f"{pod}: {container['name']}", container)
    for pod, template in PODS
    for container in [*template["spec"].get("initContainers", []), *template["spec"]["containers"]]
]
SERVERS = [(name, pod["spec"]["containers"][0]) for name, pod in PODS if not name.startswith("Job")]


def all_of(kind: str) -> list[dict[str, Any]]:
    return [one for one in OBJECTS if one["kind"] == kind]


def named(kind: str, name: str) -> dict[str, Any]:
    return next(one for one in all_of(kind) if one["metadata"]["name"] == name)


def chosen(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    matches = all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items())
    return matches and all(labels.get(rule["key"]) in rule["values"] for rule in selector.get("matchExpressions", []))
