"""compose.yaml as it is rendered, the secrets that it mounts, and what its tasks and its gateway do with them."""

from __future__ import annotations

import asyncio
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from cli.containers import gateway
from cli.containers.command import secrets
from cli.containers.setup import set_up
from cli.home import ROOT, Home
from cli.manifest import load
from cli.programs import nginx
from kit.files.settings import FilePlaces
from kit.files.store import FilesAway

if TYPE_CHECKING:
    from testkit.buckets import TestS3

FILE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
PARTS: dict[str, dict[str, Any]] = FILE["services"]
SYSTEM = load(ROOT / "souk.toml")
UNDER_WAY_S = 10  # draining.mjs; kit's drain_s is shorter
START = ROOT / "deploy/gateway/start.sh"


def test_only_the_gateway_is_published_and_all_are_in_one_network() -> None:
    assert [name for name, part in PARTS.items() if "ports" in part] == ["gateway"]
    assert all(list(part["networks"]) == ["souk"] for part in PARTS.values())


def test_nobody_begins_by_an_engines_health_or_by_the_end_of_a_task() -> None:
    """podman checks health by systemd alone, and starts nothing that requires what has ended."""
    tasks = {name for name, part in PARTS.items() if part["restart"].startswith("on-failure")}

    assert tasks >= {"setup", "order-prepare", "mfe-cart-release"}
    for name, part in PARTS.items():
        needed = part.get("depends_on", [])
        assert isinstance(needed, list), name  # with conditions it would be a table
        assert not tasks & set(needed), name


def test_who_asks_is_stopped_before_who_answers() -> None:
    serving = {*SYSTEM.services, *(f"mfe-{zone.name}" for zone in SYSTEM.zones)}

    assert serving <= set(PARTS["gateway"]["depends_on"])
    for name in SYSTEM.services:
        assert {"postgres", "nats"} <= set(PARTS[name]["depends_on"]), name


def test_who_is_stopped_drains_as_its_image_says_and_has_the_time_to() -> None:
    for name in (*SYSTEM.services, *(f"mfe-{zone.name}" for zone in SYSTEM.zones), "gateway"):
        assert "stop_signal" not in PARTS[name], name
        assert int(PARTS[name]["stop_grace_period"].removesuffix("s")) > UNDER_WAY_S, name


def test_the_secrets_are_made_once_and_no_file_of_compose_is_missing(tmp_path: Path) -> None:
    home = Home(tmp_path)

    secrets(home, SYSTEM, "postgres", for_kubernetes=False)
    before = {file.name: file.read_text() for file in (tmp_path / "containers" / "secrets").iterdir()}
    secrets(home, SYSTEM, "postgres", for_kubernetes=False)

    assert before == {file.name: file.read_text() for file in (tmp_path / "containers" / "secrets").iterdir()}
    assert set(FILE["secrets"]) <= before.keys()
    assert (tmp_path / "containers").stat().st_mode & 0o077 == 0


def test_setup_makes_the_buckets_and_may_be_repeated(s3: TestS3, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.containers.setup.prepare_streams", _nothing)
    monkeypatch.setattr("cli.containers.setup.refill_lost_streams", _nothing)
    named = s3.settings(s3_bucket="pictures-of-setup", s3_private_bucket="attachments-of-setup")
    env = {f"SOUK_{name.upper()}": value for name, value in named.items()} | {"SOUK_NATS_URL": "nats://nowhere"}
    places = FilePlaces.of(env)
    files = [places.public_files(), places.private_files()]
    with pytest.raises(FilesAway):
        asyncio.run(files[0].put("content/a.webp", b"a picture"))

    for _ in range(2):
        asyncio.run(set_up(SYSTEM, env))

    for store in files:
        assert store
        asyncio.run(store.put("content/a.webp", b"a picture"))
        assert asyncio.run(store.get("content/a.webp")) == b"a picture"


async def _nothing(*_: object) -> None:
    pass


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({}, "try_files $uri =404;"),
        ({"BUCKET": "pictures", "ENDPOINT": "http://objects:7070"}, 'set $bucket_host "objects:7070";'),
        ({"BUCKET": "own", "REGION": "eu-west-1"}, 'set $bucket_host "own.s3.eu-west-1.amazonaws.com";'),
        ({"BUCKET": "own", "PUBLIC_URL": "https://pictures.example/a/b/"}, "rewrite ^/media/(.*)$ /a/b/$1 break;"),
    ],
    ids=["folder", "store", "amazon", "elsewhere"],
)
def test_a_gateways_container_reads_pictures_where_the_services_put_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: dict[str, str], found: str
) -> None:
    """By its image's own command, up to nginx that reads what came of it."""
    monkeypatch.setattr(gateway, "PLACE", str(tmp_path / "place"))
    gateway.render_gateway(SYSTEM, tmp_path / "image")
    script = START.read_text("utf-8").replace("/tmp/gateway", str(tmp_path / "place"))
    (tmp_path / "start.sh").write_text(script.replace("/srv/gateway", str(tmp_path / "image")))
    (tmp_path / "nginx").write_text(f'#!/bin/sh\nexec {nginx()} -t "$@"\n')
    (tmp_path / "nginx").chmod(0o755)
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "SOUK_CONTENT_REFRESH_SECRET").write_text("of-content")
    place = {"SOUK_PUBLIC_URL": "http://localhost:8888", "SOUK_SECRETS_DIR": str(tmp_path / "secrets")}
    env = {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        **place,
        **{f"SOUK_S3_{name}": said for name, said in told.items()},
    }

    ran = subprocess.run(["sh", tmp_path / "start.sh"], env=env, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stderr
    written = "".join(file.read_text() for file in sorted((tmp_path / "place" / "run").glob("*.conf")))
    assert found in written
    assert ("try_files $uri @bucket;" in written) == bool(told)
    assert "@bucket_" not in written
