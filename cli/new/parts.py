"""A folder of files from its template, for one new part of the shop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, StrictUndefined

TEMPLATES = Path(__file__).parent / "templates"
SUFFIX = ".j2"


@dataclass(frozen=True, slots=True)
class Words:
    """What a template knows; NAME and TITLE also stand in names of files."""

    name: str
    team: str
    port: int
    locale: str

    @property
    def title(self) -> str:
        return self.name.capitalize()

    def all(self) -> dict[str, str | int]:
        return {"name": self.name, "title": self.title, "team": self.team, "port": self.port, "locale": self.locale}


def files_of_service(words: Words) -> dict[Path, str]:
    return dict(_rendered(TEMPLATES / "service", words))


def files_of_app(words: Words, languages: Mapping[str, str]) -> dict[Path, str]:
    """`languages`: each locale of souk.toml with its code; one that no template knows begins in English."""
    files = dict(_rendered(TEMPLATES / "app", words))
    catalogues = {path.stem: files.pop(path) for path in list(files) if path.suffix == ".json" and _is_text(path)}
    for locale, code in languages.items():
        files[Path("src/messages") / f"{locale}.json"] = catalogues.get(code, catalogues["en"])
    return files


def files_of_element(words: Words) -> dict[Path, str]:
    return dict(_rendered(TEMPLATES / "element", words))


def _is_text(path: Path) -> bool:
    return path.parent == Path("src/messages")


def _rendered(folder: Path, words: Words) -> Iterator[tuple[Path, str]]:
    environment = Environment(  # noqa: S701 (what it renders is no HTML)
        variable_start_string="[[", variable_end_string="]]", undefined=StrictUndefined, keep_trailing_newline=True
    )
    for file in sorted(folder.rglob(f"*{SUFFIX}")):
        place = str(file.relative_to(folder)).removesuffix(SUFFIX)
        place = place.replace("NAME", words.name).replace("TITLE", words.title)
        yield Path(place), environment.from_string(file.read_text("utf-8")).render(words.all())
