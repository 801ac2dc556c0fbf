"""The pages that the gateway shows by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cli.languages import languages_of
from cli.manifest import load
from cli.render import render_runtime
from cli.tests.gateway_rig import ROOT


@pytest.mark.parametrize("page", ["down.html", "refused.html"])
def test_a_page_of_the_gateway_bears_the_name_of_the_shop_in_each_of_its_languages(tmp_path: Path, page: str) -> None:
    languages = languages_of("hi-IN", {"ar": "العربية", "hi-IN": "हिन्दी"})
    system = replace(load(ROOT / "souk.toml"), name="Bazar <&> Co", locale="hi-IN", languages=languages)

    render_runtime(system, tmp_path)

    own, arabic = (
        (tmp_path / "run" / "pages" / language.code / page).read_text("utf-8") for language in system.languages
    )
    assert '<html lang="hi-IN" dir="ltr">' in own
    assert '<a href="/"><bdi>Bazar &lt;&amp;&gt; Co</bdi></a>' in own
    assert '<html lang="ar" dir="rtl">' in arabic
    assert '<a href="/ar"><bdi>Bazar' in arabic
    assert "حاول مرة أخرى" in arabic
    assert not any(stranger in own + arabic for stranger in ("Souk", "{{", "shop"))
