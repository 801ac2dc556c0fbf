"""What a development origin answers from source: its one micro frontend; the shop answers all else."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from cli.manifest import Mfe, System
from cli.refusals import Refusal

REMOTES = "/mfe/remotes.json"
# Never a page's: files, the gateway's own, and what runs on this machine.
FIRST_WORDS = ("mfe", "media", "_souk", "souk", "health")
# What the zone's own server in development shows an error with, whatever the zone's path is.
OVERLAY = "/__nextjs"


@dataclass(frozen=True, slots=True)
class FromSource:
    """The ports of the watch build of its remote, and of its zone's server; None where it has none."""

    mfe: Mfe
    version: str
    remote_port: int | None
    zone_port: int | None
    others: tuple[str, ...] = ()  # paths of other zones
    prefixes: tuple[str, ...] = ()  # of languages: "hi", "ar"

    @classmethod
    def of(cls, system: System, mfe: Mfe, version: str, remote_port: int | None, zone_port: int | None) -> FromSource:
        others = [
            path
            for other in system.mfes.values()
            if other.is_zone and other.name != mfe.name
            for path in other.zone_paths
        ]
        prefixes = tuple(language.prefix.strip("/") for language in system.languages if language.prefix)
        return cls(mfe, version, remote_port, zone_port, tuple(path for path in others if path != "/"), prefixes)

    def route(self, path: str) -> tuple[int, str] | None:
        """The port that answers for this path (without its query), and the path that it knows it by."""
        if self.remote_port and path.startswith(f"/mfe/{self.mfe.name}/"):
            return self.remote_port, path
        if self.zone_port:
            if path.startswith(OVERLAY):
                return self.zone_port, path
            plain, language = self._without_language(path)
            if self._is_page(plain):
                return self.zone_port, self._as_next_wants(plain, language)
        return None

    def _without_language(self, path: str) -> tuple[str, str]:
        _, first, *rest = path.split("/", 2)
        return ("/" + (rest[0] if rest else ""), first) if first in self.prefixes else (path, "")

    def _is_page(self, path: str) -> bool:
        first = path.split("/", 2)[1]
        if first in FIRST_WORDS or re.fullmatch(r"[a-z]+-service", first):
            return False
        if self.mfe.base_path:
            return _below(path, self.mfe.base_path)
        return not any(_below(path, other) for other in self.others)

    def _as_next_wants(self, path: str, language: str) -> str:
        """The gateway does the same: /hi/products/mug is /products/hi/mug to its zone."""
        if not language:
            return path
        base = self.mfe.base_path
        rest = path.removeprefix(base)
        return f"{base}/{language}{'' if rest == '/' else rest}"

    def answered_for(self, remotes: bytes, shop: str) -> bytes:
        """The shop's list of remotes, with this one's line our own."""
        try:
            lines: Any = json.loads(remotes)
        except ValueError:
            lines = None
        if not isinstance(lines, dict):
            raise Refusal(
                f"{shop}{REMOTES} is no list of remotes.", "Is that a Souk shop? Open that address in a browser."
            )
        own = {self.mfe.name: self._line()} if self.remote_port else {}
        return json.dumps({name: _from_shop(line) for name, line in lines.items()} | own).encode()

    def _line(self) -> dict[str, Any]:
        entry = f"/mfe/{self.mfe.name}/remoteEntry.js"
        return {"entry": entry, "version": f"{self.version}-dev", "team": self.mfe.team, "pieces": {}}


def _from_shop(line: Any) -> Any:
    """The shop itself has what a network delivers for it, under the same path; a page from source knows no network."""
    if not isinstance(line, dict) or not isinstance(line.get("entry"), str):
        return line
    return {**line, "entry": urlsplit(line["entry"]).path}


def serves_remote(remotes: bytes, name: str) -> bool:
    try:
        return name in json.loads(remotes)
    except (ValueError, TypeError):
        return False


def _below(path: str, base: str) -> bool:
    return path == base or path.startswith(f"{base}/")
