"""OpenAPI documents of the services, asked of the services themselves; nothing is started."""

from __future__ import annotations

import json
from typing import Any

from cli.manifest import System
from cli.manifest_rules import SIGNING_KEY
from cli.render.words import GENERATED
from kit.http.tokens import SigningKey
from kit.running.server import load

DOCUMENT = "openapi.json"


def document_of(system: System, service: str) -> dict[str, Any]:
    """Of one without kit: as it stands beside its source, which ./souk conform holds against what it serves."""
    described = system.services[service]
    if not described.has_kit:
        return {"x-generated": GENERATED, **json.loads((system.root / described.folder / DOCUMENT).read_text("utf-8"))}
    document = load(service, _environment(system, service)).app.openapi()
    return {"x-generated": GENERATED, **document}


def written(document: dict[str, Any]) -> str:
    """Sorted where order means nothing, so that moving a route in its file changes nothing here."""
    tidy = {**document, "paths": dict(sorted(document.get("paths", {}).items()))}
    components = {**tidy.get("components", {})}
    if "schemas" in components:
        components["schemas"] = dict(sorted(components["schemas"].items()))
    return json.dumps({**tidy, "components": components}, indent=1, ensure_ascii=False) + "\n"


def _environment(system: System, service: str) -> dict[str, str]:
    """Enough to build a service: the values are never used."""
    needs = system.services[service].needs
    secrets = dict.fromkeys(needs, "only-to-build-the-document-of-it")
    if SIGNING_KEY in needs:
        secrets[SIGNING_KEY] = SigningKey.generate().pem()
    return {
        "SOUK_DATABASE_URL": "postgresql://nobody@localhost/none",
        **{f"SOUK_{need.upper()}": secret for need, secret in secrets.items()},
        "SOUK_MEDIA_DIR": str(system.root / ".souk" / "media"),
        "SOUK_PUBLIC_URL": system.public_url,
        "SOUK_SHOP_NAME": system.name,
        "SOUK_CURRENCY": system.currency,
        "SOUK_LOCALE": system.locale,
        "SOUK_TIME_ZONE": system.time_zone,
    }
