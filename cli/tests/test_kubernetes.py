"""Manifests of Kubernetes: strict schemas, safe pods, and the network that souk.toml says, read anew."""

from __future__ import annotations

from typing import Any

import kubernetes_validate
import pytest

from cli.tests.manifests import (
    CONTAINERS,
    KUBERNETES,
    MFES,
    OBJECTS,
    PODS,
    SERVERS,
    SERVICES,
    ZONES,
    chosen,
    named,
    read,
)

NEWEST = "1.37"
OTHERS_KINDS = ("kustomize.config.k8s.io/", "postgresql.cnpg.io/")  # no part of Kubernetes' own schemas
LABELLED = ("labels", "annotations", "matchLabels", "data", "stringData")  # whose keys are names


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


def test_exactly_those_may_connect_whom_souk_toml_lets_call() -> None:
    assert allowed_network() == wanted_network()


def test_nobody_connects_where_no_policy_says_so() -> None:
    assert named("NetworkPolicy", "nobody")["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
