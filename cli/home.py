"""Where things are: the repository, and the state folder of one running shop."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Home:
    """`.souk`, or the folder that SOUK_HOME names: two shops with two homes do not disturb each other."""

    folder: Path
    root: Path = ROOT

    @classmethod
    def of(cls, env: Mapping[str, str] = os.environ) -> Home:
        return cls((ROOT / env.get("SOUK_HOME", ".souk")).resolve())

    @property
    def tools(self) -> Path:
        """Shared by all homes: pnpm, and what is known about the last web build."""
        return self.root / ".souk" / "tools"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def run(self) -> Path:
        return self.folder / "run"

    @property
    def secrets(self) -> Path:
        return self.folder / "secrets"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def postgres(self) -> Path:
        return self.data / "postgres"

    @property
    def media(self) -> Path:
        return self.folder / "media"

    @property
    def cache(self) -> Path:
        """What the gateway keeps of pages, answers and pictures."""
        return self.folder / "cache"

    @property
    def mail(self) -> Path:
        """What the shop sent, while no real mail server is named."""
        return self.folder / "mail"

    @property
    def mfe(self) -> Path:
        return self.folder / "mfe"

    @property
    def shown(self) -> str:
        """As a reader would type it."""
        return os.path.relpath(self.folder, self.root)

    def log_of(self, part: str) -> Path:
        return self.logs / f"{part}.log"

    def make(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for folder in (self.logs, self.run, self.data, self.media, self.mfe):
            folder.mkdir(exist_ok=True)
        self.secrets.mkdir(mode=0o700, exist_ok=True)
