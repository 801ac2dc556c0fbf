"""What the web takes from souk.toml alone: no service is asked for it, so that a start need not import any."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import asdict

from cli.languages import Language
from cli.manifest import Mfe, System, load
from cli.render.pieces import exposed_ids, exposes_of, remotes_of
from cli.render.words import GENERATED, list_of
from contracts.order import ORDER_LINK_HEADER
from contracts.support import TICKET_LINK_HEADER
from kit.names import FOR_THE_WEB
from local.files import write_whole

API = Path("web/packages/api/src/generated")
FEDERATION = Path("web/packages/federation/src/generated")
HOST_PAGES = Path("web/apps/host/src/pages")


def render_web(root: Path) -> None:
    """Before a build, so that a currency or name that was just written into souk.toml is the one that pages show."""
    write(root, web_sources(load(root / "souk.toml")))


def write(root: Path, wanted: Mapping[Path, str]) -> None:
    for path, content in wanted.items():
        file = root / path
        if not file.is_file() or file.read_text("utf-8") != content:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, content)
            print(f"wrote    {path}")


def web_sources(system: System) -> dict[Path, str]:
    return {
        API / "system.ts": _system(system),
        API / "names.ts": _names(),
        FEDERATION / "remotes.ts": remotes_of(system),
        **_host_pages(system),
    }


def _system(system: System) -> str:
    services = "".join(f"  {name}: '{service.path}/api/v1',\n" for name, service in system.services.items())
    mfes = "".join(
        f"  {name}: {{ team: '{mfe.team}', paths: {list_of(mfe.paths)} }},\n" for name, mfe in system.mfes.items()
    )
    languages = "".join(f"  {_language(language)},\n" for language in system.languages)
    return (
        f"// {GENERATED}\n\n"
        "/** Where a browser finds each service. */\n"
        f"export const services = {{\n{services}}} as const;\n\n"
        "export type ServiceName = keyof typeof services;\n\n"
        "/** Each micro frontend with its team and the paths it answers. */\n"
        f"export const mfes = {{\n{mfes}}} as const;\n\n"
        f"export const shopName = {_text(system.name)};\n"
        f"export const currency = '{system.currency}';\n"
        f"export const timeZone = '{system.time_zone}';\n\n"
        "/** The first is the shop's own, and its addresses have no prefix. */\n"
        f"export const languages = [\n{languages}] as const;\n"
        "\n/** Where the shop is found unless the running system says otherwise. */\n"
        f"export const publicUrl = '{system.public_url}';\n"
        "\n/** Of the network that delivers scripts and styles; without one they come from the shop's own origin. */\n"
        f"export const assetsOrigin: string = {_text(system.assets.origin or '')};\n"
        "\n/** Where others work: each portal has an origin of its own. */\n"
        f"export const portals: Readonly<Partial<Record<'seller' | 'admin', string>>> = {_portals(system)};\n"
    )


def _portals(system: System) -> str:
    named = {name: url for name, url in asdict(system.portals).items() if url}
    return f"{{ {', '.join(f'{name}: {_text(url)}' for name, url in named.items())} }}" if named else "{}"


def _language(language: Language) -> str:
    facts = {
        "locale": language.locale,
        "code": language.code,
        "prefix": language.prefix,
        "direction": language.direction,
        "name": language.name,
    }
    return f"{{ {', '.join(f'{key}: {_text(value)}' for key, value in facts.items())} }}"


def _names() -> str:
    names = {**FOR_THE_WEB, "ORDER_LINK_HEADER": ORDER_LINK_HEADER, "TICKET_LINK_HEADER": TICKET_LINK_HEADER}
    constants = "".join(f"export const {name} = '{value}';\n" for name, value in names.items())
    head = f"// {GENERATED.replace('souk.toml', 'kit/names.py and contracts')}\n\n"
    return f"{head}/** Cookies that pages may read, and headers that they send. */\n{constants}"


def _host_pages(system: System) -> dict[Path, str]:
    return {
        HOST_PAGES / path.strip("/") / "[[...path]].tsx": (
            f"// {GENERATED}\n"
            "import { remotePage } from '@souk/federation/page';\n"
            "import { firstWords } from '../../first-words';\n\n"
            f"export default remotePage('{mfe.name}/{piece}', '{path}', firstWords['{mfe.name}/{piece}']);\n"
        )
        for mfe in system.mfes.values()
        for path, piece in mfe.pages.items()
        if _exposed(system, mfe, piece)
    }


def _exposed(system: System, mfe: Mfe, piece: str) -> bool:
    """A page is written once its MFE exposes it; until then the check says what is missing."""
    file = exposes_of(system, mfe.name)
    return file.is_file() and piece in exposed_ids(file.read_text("utf-8"))


def _text(words: str) -> str:
    """A TypeScript text, whatever quotes the words contain."""
    return json.dumps(words, ensure_ascii=False) if "'" in words or "\\" in words else f"'{words}'"
