"""Micro frontends of plain web components lie outside the web's workspace: their faces, and whom they ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cli.check.calls import MANIFEST, Use, compared
from cli.check.sources import WebFile
from cli.check.violation import Violation
from cli.check.web import face
from cli.manifest import Mfe, System
from cli.manifest_lines import Lines
from cli.render.pieces import exposes_of

ASKED = re.compile(r"/([a-z][a-z0-9]*)-service/")


def violations(system: System) -> Iterator[Violation]:
    lines = Lines((system.root / MANIFEST).read_text("utf-8"))
    for mfe in system.mfes.values():
        if not mfe.is_element:
            continue
        where = exposes_of(system, mfe.name)
        if where.is_file():
            yield from face(system.root, WebFile(where.relative_to(system.root), where.read_text("utf-8")))
        else:
            fix = "Name in it what others may mount, as examples/sizes does."
            yield Violation(where.relative_to(system.root), 1, "mfe-face", f"{mfe.name} exposes nothing.", fix)
        yield from compared(("mfe", mfe.name), "calls", mfe.calls, _asked(system, mfe), lines)


def _asked(system: System, mfe: Mfe) -> Iterator[Use]:
    """By the addresses that stand in its modules: it has no @souk/api."""
    for path in sorted((system.root / mfe.sources / "src").rglob("*.mjs")):
        file = WebFile(path.relative_to(system.root), path.read_text("utf-8"))
        if ".test." not in path.name:
            for found in ASKED.finditer(file.code):
                yield Use(found[1], file.path, file.line_at(found.start()))
