"""The manifests of Kubernetes' small overlay, as far as podman 4.3 plays them: each workload as one pod.

It plays no StatefulSet, Job, Service or policy, so each template is a Pod called like its Service, by which
the others find it. It gives secrets as they are encoded, and projects none, so here they are folders.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from cli.containers.secrets import kubernetes_secrets, values_of
from cli.home import ROOT
from cli.keys import Keys
from cli.manifest import System

KUBERNETES = ROOT / "deploy" / "kubernetes"
PROBES = ("startupProbe", "readinessProbe", "livenessProbe", "lifecycle")  # podman asks by curl, which no image has
# Of the cluster: what is scheduled where, and names that only its DNS has.
OF_THE_CLUSTER = ("topologySpreadConstraints", "serviceAccountName")
# podman 4.3 removes one that has ended, now and then before it has noticed its end.
INIT_IS_KEPT = {"io.podman.annotations.init.container.type": "always"}
NAMES_OF_THE_CLUSTER = ("NAMESPACE", "SOUK_DOMAIN")


@dataclass(frozen=True)
class Pods:
    """`folder`: of what is played and of its secrets. `told`: what an overlay of one's own would say."""

    folder: Path
    system: System
    tag: str
    told: Mapping[str, str]
    port: int

    @property
    def objects(self) -> list[dict[str, Any]]:
        files = [*sorted((KUBERNETES / "base").glob("*.yaml")), KUBERNETES / "overlays" / "small" / "servers.yaml"]
        return [one for file in files for one in yaml.load_all(file.read_text("utf-8"), yaml.CSafeLoader)]

    def stages(self) -> Iterator[tuple[bool, list[str], Path]]:
        """In the order in which one waits for another: do they end, who they are, and the file to play."""
        kinds = {
            kind: [one for one in self.objects if one["kind"] == kind] for kind in ("StatefulSet", "Job", "Deployment")
        }
        setup = [job for job in kinds["Job"] if job["metadata"]["name"] == "setup"]
        others = [job for job in kinds["Job"] if job not in setup]
        gateway = [one for one in kinds["Deployment"] if one["metadata"]["name"] == "gateway"]
        parts = [one for one in kinds["Deployment"] if one not in gateway]
        stages = [(False, kinds["StatefulSet"]), (True, setup), (True, others), (False, parts), (False, gateway)]
        shared = [self._told(one) for one in self.objects if one["kind"] == "ConfigMap"]
        for number, (ends, workloads) in enumerate(stages):
            pods = [self._pod(one) for one in workloads]
            file = self.folder / f"{number}.yaml"
            file.write_text(yaml.safe_dump_all([*shared, *pods]), "utf-8")
            yield ends, [pod["metadata"]["name"] for pod in pods], file

    def keep_secrets(self) -> None:
        """As `./souk secrets --kubernetes` makes them, a folder for each."""
        made = json.loads(
            kubernetes_secrets(self.system, values_of(self.system, Keys(self.folder / "keys"), "postgres"))
        )
        for one in made["items"]:
            self._keep(one["metadata"]["name"], one["stringData"])
        for name in self.system.services:
            both = [self._values(f"souk-{name}"), self._values(f"souk-{name}-owner")]
            self._keep(f"souk-{name}+owner", {**both[0], **both[1]})

    def _keep(self, name: str, values: Mapping[str, str]) -> None:
        place = self._secret(name)
        place.mkdir(parents=True)
        for key, value in values.items():
            (place / key).write_text(value, "utf-8")

    def _values(self, secret: str) -> dict[str, str]:
        return {file.name: file.read_text("utf-8") for file in self._secret(secret).iterdir()}

    def _secret(self, name: str) -> Path:
        return self.folder / "secrets" / name

    def _told(self, config: dict[str, Any]) -> dict[str, Any]:
        return {**config, "data": {**config["data"], **(self.told if config["metadata"]["name"] == "souk" else {})}}

    def _pod(self, workload: dict[str, Any]) -> dict[str, Any]:
        template = workload["spec"]["template"]
        spec = {key: value for key, value in template["spec"].items() if key not in OF_THE_CLUSTER}
        claims = [each["metadata"]["name"] for each in workload["spec"].get("volumeClaimTemplates", [])]
        kept = [
            {"name": name, "persistentVolumeClaim": {"claimName": f"{workload['metadata']['name']}-{name}"}}
            for name in claims
        ]
        spec["volumes"] = [*(self._volume(volume) for volume in spec.get("volumes", [])), *kept]
        for containers in ("initContainers", "containers"):
            if containers in spec:
                spec[containers] = [self._container(one) for one in spec[containers]]
        name = workload["metadata"]["name"]
        spec["restartPolicy"] = "OnFailure"  # `Always` goes for its init containers too
        metadata = {"name": name, "labels": template["metadata"]["labels"], "annotations": INIT_IS_KEPT}
        return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": with_rooms_of_its_own(name, spec)}

    def _volume(self, volume: dict[str, Any]) -> dict[str, Any]:
        if "secret" in volume:
            name = volume["secret"]["secretName"]
        elif "projected" in volume:
            name = f"{volume['projected']['sources'][0]['secret']['name']}+owner"
        else:
            return volume
        return {"name": volume["name"], "hostPath": {"path": str(self._secret(name)), "type": "Directory"}}

    def _container(self, container: dict[str, Any]) -> dict[str, Any]:
        played = {key: value for key, value in container.items() if key not in PROBES}
        if container["image"].startswith("souk-"):
            played["image"] = f"localhost/{container['image']}:{self.tag}"
        if container["image"] == "souk-gateway":
            played["ports"] = [{**port, "hostIP": "127.0.0.1", "hostPort": self.port} for port in container["ports"]]
        told = [each for each in container.get("env", []) if each["name"] not in NAMES_OF_THE_CLUSTER]
        played["env"] = [self._plain(each) for each in told]
        return played

    def _plain(self, told: dict[str, Any]) -> dict[str, Any]:
        secret = told.get("valueFrom", {}).get("secretKeyRef")
        return {"name": told["name"], "value": self._values(secret["name"])[secret["key"]]} if secret else told


def with_rooms_of_its_own(pod: str, spec: dict[str, Any]) -> dict[str, Any]:
    """An emptyDir is to podman 4.3 a volume that all pods share by its name, and a subPath of it the whole."""
    rooms = {volume["name"]: volume for volume in spec["volumes"] if "emptyDir" in volume}
    others = [volume for volume in spec["volumes"] if volume["name"] not in rooms]
    own: dict[str, dict[str, Any]] = {}
    for container in [*spec.get("initContainers", []), *spec["containers"]]:
        for mount in container.get("volumeMounts", []):
            if room := rooms.get(mount["name"]):
                mount["name"] = "-".join([pod, mount["name"], *filter(None, [mount.pop("subPath", "")])])
                own[mount["name"]] = {**room, "name": mount["name"]}
    return {**spec, "volumes": [*others, *own.values()]}


def volumes_of(file: Path) -> set[str]:
    """Those that podman makes for what is played, by their names."""
    pods = [one for one in yaml.load_all(file.read_text("utf-8"), yaml.CSafeLoader) if one["kind"] == "Pod"]
    volumes = [volume for pod in pods for volume in pod["spec"]["volumes"] if "hostPath" not in volume]
    return {volume.get("persistentVolumeClaim", {}).get("claimName", volume["name"]) for volume in volumes}
