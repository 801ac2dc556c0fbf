"""What the repository consists of: services, micro frontends, and what they share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cli.containers.names import host_of_mfe
from cli.manifest import System

PYTHON_SHARED = ("kit", "local", "testkit", "cli", "bench")  # contracts are tested by those who use them
PACKAGES = Path("web/packages")
STORIES = "e2e"


@dataclass(frozen=True, slots=True)
class Part:
    """`image` is what ./souk images calls it, empty where it has none; `is_node`: tested by Node's own runner."""

    name: str
    folder: Path
    image: str = ""
    is_node: bool = False

    @property
    def is_web(self) -> bool:
        return self.folder.parts[0] == "web"

    @property
    def is_python(self) -> bool:
        return not self.is_web and not self.is_node and self.name != STORIES


def parts_of(system: System) -> Mapping[str, Part]:
    packages = sorted(file.parent for file in (system.root / PACKAGES).glob("*/package.json"))
    found = [
        *(
            Part(f"service.{name}", service.folder, name, not service.has_kit)
            for name, service in system.services.items()
        ),
        *(Part(f"mfe.{name}", mfe.sources, host_of_mfe(name), mfe.is_element) for name, mfe in system.mfes.items()),
        *(Part(f"package.{folder.name}", PACKAGES / folder.name) for folder in packages),
        *(Part(name, Path(name)) for name in PYTHON_SHARED if any((system.root / name).rglob("test_*.py"))),
        Part(STORIES, Path(STORIES)),
    ]
    return {part.name: part for part in found}
