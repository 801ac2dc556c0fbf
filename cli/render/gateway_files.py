"""The gateway's files, written from their templates: its configuration, and pages of its own in every language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path

from cli.languages import Language
from cli.manifest import System
from cli.render.legacy import authorities
from cli.render.speculation import speculation_rules
from cli.render.templates import templates_of
from local.files import write_whole

CONFIGURATIONS = (
    "nginx.conf",
    "headers.conf",
    "upstream.conf",
    "forward.conf",
    "cached.conf",
    "page.conf",
    "refusals.conf",
    "refused.conf",
    "mime.types",
)
BUCKET_CONFIGURATION = "bucket.conf"
LEGACY_CONFIGURATIONS = ("legacy.conf", "legacy-maps.conf")
LEGACY_AUTHORITIES = "authorities.pem"
REFRESH_CONFIGURATION = "refresh.conf"  # holds a secret, so only its owner reads it
PAGES = ("down.html", "refused.html")
STYLE = "plain.css"


def write_configuration(system: System, run: Path, facts: Mapping[str, object]) -> None:
    templates = system.root / "deploy" / "gateway"
    old_site = LEGACY_CONFIGURATIONS if facts["legacy"] else ()
    for name in (*CONFIGURATIONS, *([BUCKET_CONFIGURATION] if facts["bucket"] else ()), *old_site):
        write_whole(run / name, _rendered(templates, f"{name}.j2", facts))
    write_whole(run / REFRESH_CONFIGURATION, _rendered(templates, f"{REFRESH_CONFIGURATION}.j2", facts), 0o600)
    if system.legacy and system.legacy.url.startswith("https"):
        write_whole(run / LEGACY_AUTHORITIES, authorities())
    for language in system.languages:
        _write_pages(system.name, language, templates, run / "pages" / language.code)
    write_whole(run / "pages" / STYLE, (templates / STYLE).read_bytes())
    _write_json(run / "pages" / "speculation-rules.json", speculation_rules(system))


def _write_pages(shop: str, language: Language, templates: Path, folder: Path) -> None:
    """What the gateway says by itself, in one language."""
    texts = json.loads((templates / "messages" / f"{language.locale}.json").read_text("utf-8"))
    facts = {
        "shop_name": escape(shop),
        "locale": language.locale,
        "direction": language.direction,
        "home": language.prefix or "/",
        "texts": {key: escape(text) for key, text in texts.items()},
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name in PAGES:
        write_whole(folder / name, _rendered(templates, f"{name}.j2", facts))


def _rendered(templates: Path, name: str, facts: Mapping[str, object]) -> str:
    """Of a page, the facts come escaped."""
    return templates_of(templates).get_template(name).render(facts)


def _write_json(file: Path, content: object) -> None:
    write_whole(file, json.dumps(content, indent=2) + "\n")
