"""What the page `/souk` shows, from what the keeper, the services and the mail sink say."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cli.home import Home
from cli.keeper.housekeeping import DISK_FULL
from cli.render.system_map import MAP_STYLE, relations_of, system_map
from cli.shape import Shape
from cli.status import megabytes, serves
from local import mail as mail_at

HERE = Path(__file__).parent
MAIL = re.compile(r"/souk/mails/(\d{1,9})(/html)?")
MOST_MAILS = 30
HTML, CSS, SCRIPT, TEXT = "text/html; charset=utf-8", "text/css", "text/javascript", "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    body: bytes
    kind: str = HTML
    status: int = 200


NOT_FOUND = Answer(b"There is no such page. Look at /souk.", TEXT, 404)


@dataclass(frozen=True)
class Board:
    home: Home
    look: Callable[[], Mapping[str, Any]]

    def answer(self, path: str) -> Answer:
        files = {"/souk/board.css": ("board.css", CSS), "/souk/board.js": ("board.js", SCRIPT)}
        if path in ("/souk", "/souk/"):
            return self._overview()
        if path in files:
            name, kind = files[path]
            return Answer((HERE / name).read_bytes() + (MAP_STYLE.encode() if kind == CSS else b""), kind)
        if found := MAIL.fullmatch(path):
            return self._mail(int(found[1]), as_html=found[2] is not None)
        return NOT_FOUND

    def _overview(self) -> Answer:
        seen = self.look()
        if not seen["running"]:
            return Answer(b"The shop is stopping.", TEXT, 503)
        system = Shape.of_json(json.dumps(seen["shape"])).system(self.home)
        return self._page(
            "overview.html.j2",
            shop=system.name,
            seen=seen,
            serves=serves(seen),
            disk_full=DISK_FULL,
            waiting=[(name, health["waiting"]) for name, health in seen["health"].items() if health["waiting"]],
            mails=mail_at.kept_in(self.home.mail, newest=MOST_MAILS)[::-1],
            map=system_map(system, styled=False),
            relations=list(relations_of(system)),
        )

    def _mail(self, number: int, *, as_html: bool) -> Answer:
        mail = mail_at.find_in(self.home.mail, number)
        if mail is None or (as_html and mail.html is None):
            return NOT_FOUND
        if as_html:
            return Answer((mail.html or "").encode())
        return self._page("mail.html.j2", mail=mail)

    def _page(self, template: str, **facts: object) -> Answer:
        return Answer(self._templates.get_template(template).render(facts).encode())

    @cached_property
    def _templates(self) -> Environment:
        templates = Environment(
            loader=FileSystemLoader(HERE),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        templates.filters["megabytes"] = megabytes
        return templates
