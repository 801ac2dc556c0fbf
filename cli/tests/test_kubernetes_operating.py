"""What an operator relies on: who may leave the cluster, who is spread, scaled and protected, and where secrets are."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.containers.gateway import PAGES_MB, PICTURES_MB
from cli.home import ROOT
from cli.manifest import load
from cli.tests.manifests import CONTAINERS, KUBERNETES, PODS, SERVICES, TOLD, ZONES, all_of, chosen, named, read

PARTS = {*SERVICES, *(f"mfe-{zone}" for zone in ZONES), "gateway"}
PRODUCTION = KUBERNETES / "overlays" / "production"
PUBLIC = {443, 465, 587}  # of providers and mail servers
PICTURED = {"product", "content", "reviews", "support"}  # they keep files, perhaps in a bucket


def labels_of(pod: dict[str, Any]) -> dict[str, str]:
    return pod["metadata"]["labels"]


def leaving(labels: dict[str, str]) -> list[dict[str, Any]]:
    """The rules by which such a pod may reach what is none of the shop's pods."""
    policies = [one["spec"] for one in all_of("NetworkPolicy") if chosen(one["spec"]["podSelector"], labels)]
    rules = [rule for policy in policies for rule in policy.get("egress", [])]
    return [rule for rule in rules if any("podSelector" not in peer for peer in rule.get("to", [{}]))]


def ports_of(rule: dict[str, Any]) -> set[int]:
    return {port["port"] for port in rule["ports"]}


def test_everybody_may_ask_for_names_and_only_who_needs_it_leaves_the_cluster() -> None:
    for name, pod in PODS:
        labels = labels_of(pod)
        ports = [ports_of(rule) for rule in leaving(labels)]
        seeds = labels["app.kubernetes.io/name"] in {f"{one}-prepare" for one in PICTURED}

        assert {53} in ports, name
        beyond = set[int]().union(*ports) - {53}
        assert beyond == (PUBLIC | {4318} if labels.get("souk/kind") == "service" else {443} if seeds else set()), name


def test_what_is_private_is_no_provider() -> None:
    blocks = [
        peer["ipBlock"]
        for _, pod in PODS
        for rule in leaving(labels_of(pod))
        for peer in rule.get("to", [])
        if "ipBlock" in peer
    ]

    assert blocks
    for block in blocks:
        private = (
            {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"}
            if "." in block["cidr"]
            else {"fc00::/7", "fe80::/10"}
        )
        assert private <= set(block["except"])


def test_the_collector_that_is_named_is_one_that_services_may_reach() -> None:
    told = yaml.safe_load(read(PRODUCTION / "kustomization.yaml")[0]["patches"][0]["patch"])
    endpoint = next(one["value"] for one in told if one["path"].endswith("OTEL_EXPORTER_OTLP_ENDPOINT"))

    assert re.fullmatch(r"http://[a-z-]+\.[a-z-]+:4318", endpoint)


def test_the_public_reaches_the_gateway_from_wherever_it_is_brought_in_and_nobody_else() -> None:
    anybody = [
        one["spec"]["podSelector"]["matchLabels"]["app.kubernetes.io/name"]
        for one in all_of("NetworkPolicy")
        for rule in one["spec"].get("ingress", [])
        if "from" not in rule
    ]

    assert anybody == ["gateway"]


def test_the_ingress_ends_tls_for_the_shops_host_and_lets_a_photo_through() -> None:
    ingress = named("Ingress", "souk")
    (rule,), (tls,) = ingress["spec"]["rules"], ingress["spec"]["tls"]
    (path,) = rule["http"]["paths"]

    assert tls == {"hosts": [rule["host"]], "secretName": "souk-tls"}
    assert path["backend"]["service"]["name"] == "gateway"
    megabytes = TOLD["gateway"].get("upload_megabytes", 12)
    assert ingress["metadata"]["annotations"]["nginx.ingress.kubernetes.io/proxy-body-size"] == f"{megabytes}m"


def test_instances_of_a_part_are_spread_over_nodes() -> None:
    for kind, name in [*(("Deployment", part) for part in PARTS), ("StatefulSet", "nats")]:
        template = named(kind, name)["spec"]["template"]
        (spread,) = template["spec"]["topologySpreadConstraints"]

        assert (spread["topologyKey"], spread["maxSkew"]) == ("kubernetes.io/hostname", 1)
        assert chosen(spread["labelSelector"], labels_of(template)), name


def test_an_autoscaler_has_two_to_as_many_as_the_database_has_places_for() -> None:
    system = load(ROOT / "souk.toml")
    most = {name: service.most_replicas for name, service in system.services.items()}
    for scaler in all_of("HorizontalPodAutoscaler"):
        spec, name = scaler["spec"], scaler["metadata"]["name"]

        assert (spec["scaleTargetRef"]["kind"], spec["scaleTargetRef"]["name"]) == ("Deployment", name)
        assert "replicas" not in named("Deployment", name)["spec"], "each apply would undo what the autoscaler did"
        assert 2 == spec["minReplicas"] <= spec["maxReplicas"]
        assert name not in most or spec["maxReplicas"] == most[name]
        assert named("Deployment", name)["spec"]["template"]["spec"]["containers"][0]["resources"]["requests"]["cpu"]


def test_a_node_that_is_drained_takes_one_instance_at_a_time() -> None:
    for budget in all_of("PodDisruptionBudget"):
        name = budget["metadata"]["name"]
        kind = "StatefulSet" if name == "nats" else "Deployment"

        assert budget["spec"]["maxUnavailable"] == 1
        assert chosen(budget["spec"]["selector"], labels_of(named(kind, name)["spec"]["template"])), name


def test_tables_are_changed_by_a_job_with_the_owners_password_that_nobody_who_serves_sees() -> None:
    for name in SERVICES:
        job = named("Job", f"{name}-prepare")["spec"]["template"]["spec"]
        serving = named("Deployment", name)["spec"]["template"]["spec"]

        assert f"kit.data.migrations --wait {name}" in job["containers"][0]["command"][-1]
        assert f"souk-{name}-owner" in secrets_named_in(job)
        assert not any(secret.endswith("-owner") for secret in secrets_named_in(serving))


def secrets_named_in(spec: dict[str, Any]) -> set[str]:
    return set(re.findall(r"souk-[\w-]+", str([volume for volume in spec["volumes"] if volume["name"] == "secrets"])))


def test_no_manifest_holds_a_secret() -> None:
    assert all_of("Secret") == []
    for name, container in CONTAINERS:
        for told in container.get("env", []):
            if re.search("PASSWORD|SECRET_|_SECRET$|_KEY$|DATABASE_URL|SIGNING", told["name"]):
                assert "value" not in told, (name, told["name"])


def test_whoever_keeps_files_is_given_the_buckets_key_by_reference_where_there_is_one() -> None:
    for name in SERVICES:
        for kind, called in (("Deployment", name), ("Job", f"{name}-prepare")):
            container = named(kind, called)["spec"]["template"]["spec"]["containers"][0]
            referred = {"secretRef": {"name": "souk-s3", "optional": True}} in container["envFrom"]

            assert referred == (name in PICTURED), called


def test_three_brokers_keep_each_stream_and_three_databases_each_row() -> None:
    nats = next(one for one in read(PRODUCTION / "nats.yaml") if one["kind"] == "StatefulSet")["spec"]
    config = next(one for one in read(PRODUCTION / "nats.yaml") if one["kind"] == "ConfigMap")["data"]["nats.conf"]
    told = yaml.safe_load(read(PRODUCTION / "kustomization.yaml")[0]["patches"][0]["patch"])
    cluster = next(one for one in read(PRODUCTION / "postgres.yaml") if one["kind"] == "Cluster")["spec"]

    assert {one["path"]: one["value"] for one in told}["/data/SOUK_STREAM_REPLICAS"] == str(nats["replicas"]) == "3"
    assert set(re.findall(r"nats-\d", config)) == {"nats-0", "nats-1", "nats-2"}
    assert (
        cluster["instances"],
        cluster["synchronous"]["number"]
        if "synchronous" in cluster
        else cluster["postgresql"]["synchronous"]["number"],
    ) == (3, 1)
    assert int(cluster["postgresql"]["parameters"]["max_connections"]) > 100


def built(folder: Path, kustomization: dict[str, Any]) -> list[dict[str, Any]]:
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        pytest.skip("kubectl is not here to build overlays")
    (folder / "kustomization.yaml").write_text(yaml.safe_dump(kustomization))
    done = subprocess.run([kubectl, "kustomize", folder], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return list(yaml.load_all(done.stdout, yaml.CSafeLoader))


def test_a_database_elsewhere_takes_the_place_of_the_clusters_and_may_be_reached(tmp_path: Path) -> None:
    base = os.path.relpath(KUBERNETES, tmp_path.resolve())
    mine = {
        "resources": [f"{base}/overlays/production"],
        "components": [f"{base}/components/postgres-elsewhere"],
        "namespace": "souk",
    }

    objects = {(one["kind"], one["metadata"]["name"]) for one in built(tmp_path, mine)}

    assert {name for kind, name in objects if kind == "Cluster"} == set()
    assert ("NetworkPolicy", "from-services-to-postgres-elsewhere") in objects
    assert ("NetworkPolicy", "postgres-and-its-operator") not in objects
    assert ("StatefulSet", "nats") in objects


def test_the_gateway_reaches_a_public_bucket_and_nothing_else_outside(tmp_path: Path) -> None:
    base = os.path.relpath(KUBERNETES, tmp_path.resolve())
    mine = {"resources": [f"{base}/overlays/small"], "components": [f"{base}/components/pictures-in-a-bucket"]}

    policies = [one["spec"] for one in built(tmp_path, mine) if one["kind"] == "NetworkPolicy"]

    gateway = labels_of(named("Deployment", "gateway")["spec"]["template"])
    rules = [rule for one in policies if chosen(one["podSelector"], gateway) for rule in one.get("egress", [])]
    leaving = [rule for rule in rules if any("ipBlock" in peer for peer in rule["to"])]
    providers = next(one for one in all_of("NetworkPolicy") if one["metadata"]["name"] == "from-tasks-to-buckets")
    assert leaving == providers["spec"]["egress"]


def test_what_the_gateway_keeps_fits_its_disk() -> None:
    pod = named("Deployment", "gateway")["spec"]["template"]["spec"]
    [room] = [volume["emptyDir"]["sizeLimit"] for volume in pod["volumes"] if "emptyDir" in volume]

    # More than either is a pod that its node puts out.
    most = {room, pod["containers"][0]["resources"]["limits"]["ephemeral-storage"]}
    assert most == {"1Gi"}
    assert PAGES_MB + PICTURES_MB <= 1024 * 2 / 3
