"""A fact that a service is going to announce, declared in contracts/."""

from __future__ import annotations

import re
from pathlib import Path

HEAD = '''"""Facts the {service} service announces."""

from __future__ import annotations

from kit.events import Event
'''
CLASS = '''

class {name}(Event, subject="{subject}"):
    """In the past tense, what happened to what; ids, and no personal data."""

    {thing}_id: UUID
'''
FUTURE = "from __future__ import annotations\n"
UUID_IMPORT = re.compile(r"^from uuid import .*\bUUID\b", re.MULTILINE)


def class_of(subject: str) -> str:
    """returns.parcel-came-back.v1 is ReturnsParcelCameBack; a later version has its number."""
    service, what, version = subject.split(".")
    words = "".join(word.capitalize() for word in (service, *what.split("-")))
    return words if version == "v1" else words + version.upper()


def declared(file: Path, subject: str) -> str:
    """A service's file of contracts with the event at its end; its imports are for ruff to sort."""
    service = subject.split(".")[0]
    text = file.read_text("utf-8") if file.is_file() else HEAD.format(service=service)
    if not UUID_IMPORT.search(text):
        text = text.replace(FUTURE, f"{FUTURE}\nfrom uuid import UUID\n", 1)
    return text.rstrip() + "\n" + CLASS.format(name=class_of(subject), subject=subject, thing=service)
