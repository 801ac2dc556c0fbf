"""The files of deploy/server, with which docs/running.md leads to one server. (e2e/hosts tries the firewall.)"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from cli.home import ROOT
from cli.manifest import load

FILES = sorted((ROOT / "deploy" / "server").iterdir())
THERE = "/srv/souk/shop"


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd is not here")
    units = [tmp_path / file.name for file in FILES if file.name.startswith("souk")]
    for unit in units:
        unit.write_text((ROOT / "deploy" / "server" / unit.name).read_text().replace(THERE, str(ROOT)))

    said = subprocess.run([analyze, "verify", "--man=no", *units], capture_output=True, text=True, check=False)

    assert (said.returncode, said.stderr) == (0, "")


def test_the_public_is_led_to_the_gateway_by_the_name_that_the_guide_uses() -> None:
    caddy = (ROOT / "deploy" / "server" / "Caddyfile").read_text()

    assert re.findall(r"127\.0\.0\.1:(\d+)", caddy) == [str(load(ROOT / "souk.toml").gateway.port)]
    assert "shop.example {\n" in caddy


def test_the_guide_leads_through_every_file() -> None:
    guide = (ROOT / "docs" / "running.md").read_text()

    assert [file.name for file in FILES if file.name not in guide] == []
