"""What somebody does before a route can have an effect, where nobody can ask it out of the blue: contracts/conform."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from cli.conform.subject import KEY, NotTried, Operation, Subject
from cli.conform.wire import Wire, json_body

WALKS = Path("contracts/conform")


def walks_in(root: Path, service: str) -> Mapping[str, Any]:
    """By the route; of most services there are none."""
    file = root / WALKS / f"{service}.toml"
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


def body_after_walk(subject: Subject, operation: Operation, proof: Mapping[str, str]) -> Any:
    """Of a request that has an effect now; None for a route that needs no walk."""
    walk = subject.walks.get(operation.name)
    if walk is None:
        return None
    kept: dict[str, Any] = {}
    for step in walk["before"]:
        _walk(subject, step, proof, kept)
    return _filled(walk["body"], kept)


def _walk(subject: Subject, step: Mapping[str, Any], proof: Mapping[str, str], kept: dict[str, Any]) -> None:
    method, _, path = str(step["ask"]).partition(" ")
    for name, value in kept.items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
    service = step["service"]
    if service not in subject.neighbours:
        raise NotTried(f"it needs {service} beside it, whose address is not known here")
    headers = {"content-type": "application/json", KEY: f"conformance-{uuid4()}", **proof}
    body = json_body(_filled(step["body"], kept)) if "body" in step else None
    answer = Wire(subject.neighbours[service]).send(method, path, headers, body)
    if answer.status not in range(200, 300):
        why = " ".join(map(str, (answer.status or "silence", answer.problem.get("code", ""))))
        raise NotTried(f"what comes before it was refused: {service} answers {step['ask']} by {why}")
    for name, place in step.get("keep", {}).items():
        kept[name] = _at(answer.json, place, step["ask"])


def _at(value: Any, place: str, asked: str) -> Any:
    for word in place.split("."):
        try:
            value = value[int(word) if isinstance(value, list) else word]
        except (KeyError, IndexError, ValueError, TypeError):
            raise NotTried(f"what comes before it found nothing: {asked} answers no {place}") from None
    return value


def _filled(value: Any, kept: Mapping[str, Any]) -> Any:
    if isinstance(value, dict):
        return {name: _filled(each, kept) for name, each in value.items()}
    if isinstance(value, str) and value.startswith("{") and value.endswith("}"):
        return kept[value[1:-1]]
    return value
