"""The shop's own souk.toml with little in it, where a test would otherwise load nine services."""

from __future__ import annotations

import re

from cli.home import ROOT

KEPT = ("[souk]", "[souk.languages]", "[github]", "[gateway]", "[service.content]", "[mfe.host]")


def small_manifest() -> str:
    """One service, which calls nobody, and the host."""
    tables = re.split(r"(?m)^(?=\[)", (ROOT / "souk.toml").read_text("utf-8"))
    text = "".join(table for table in tables if table.startswith(KEPT))
    return re.sub(r"(?m)^mounts = .*\n", "", text).replace('["content", "product", "activity"]', '["content"]')
