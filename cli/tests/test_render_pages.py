"""The pages that the gateway shows by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cli.manifest import load
from cli.render import render_runtime
from cli.tests.gateway_rig import ROOT


@pytest.mark.parametrize("page", ["down.html", "refused.html"])
def test_a_page_of_the_gateway_bears_the_name_and_language_of_the_shop(tmp_path: Path, page: str) -> None:
    system = replace(load(ROOT / "souk.toml"), name="Bazar <&> Co", locale="hi-IN")

    render_runtime(system, tmp_path)

    text = (tmp_path / "run" / "pages" / page).read_text("utf-8")
    assert '<html lang="hi-IN">' in text
    assert '<a href="/">Bazar &lt;&amp;&gt; Co</a>' in text
    assert "Souk" not in text
    assert "{{" not in text
