"""What ./souk conform does: finds the running part, asks it, tells."""

from __future__ import annotations

import json
from typing import Any

from cli import running
from cli.conform.report import judged, told
from cli.conform.service_rules import SERVICE_RULES
from cli.conform.subject import Subject
from cli.conform.wire import Wire
from cli.home import Home
from cli.manifest import System
from cli.refusals import Refusal
from cli.shape import Shape


def conform(home: Home, what: str, name: str | None, *, drain: bool, as_json: bool) -> int:
    if what == "service" and name:
        return conform_service(home, name, drain=drain, as_json=as_json)
    if name or "://" not in what:
        raise Refusal(
            f"{what} {name or ''} names nothing to ask.".replace("  ", " "),
            "./souk conform service order, or ./souk conform http://127.0.0.1:8030.",
        )
    return conform_url(what, as_json=as_json)


def conform_url(url: str, *, as_json: bool) -> int:
    """Of a service that runs anywhere: what its address alone allows to ask."""
    return _told(url, Subject(_listening(url)), as_json=as_json)


def conform_service(home: Home, name: str, *, drain: bool, as_json: bool) -> int:
    state = running.state_of(home)
    if state is None:
        raise Refusal(f"No shop runs from {home.shown}.", "Start it with ./souk up, or name a service's own URL.")
    shape = Shape.of_json(json.dumps(state["shape"]))
    system = shape.system(home)
    if name not in system.services:
        raise Refusal(f"There is no service called {name}.", f"Services: {', '.join(system.services)}.")
    contract = home.root / "contracts" / "openapi" / f"{name}.json"
    subject = Subject(
        _listening(system.services[name].url),
        system.origins,
        _pid_of(state, name) if drain else None,
        _guest(system),
        json.loads(contract.read_text("utf-8")) if contract.is_file() else None,
    )
    return _told(name, subject, as_json=as_json)


def _told(part: str, subject: Subject, *, as_json: bool) -> int:
    return told(part, judged(subject, SERVICE_RULES), as_json=as_json)


def _listening(url: str) -> Wire:
    if not url.startswith(("http://", "https://")):
        raise Refusal(f"{url} is no URL.", "Write it as http://127.0.0.1:8030, or ./souk conform service order.")
    wire = Wire(url.rstrip("/"))
    if not wire.listens():
        raise Refusal(f"Nothing listens at {url}.", "Start it first: ./souk up, and ./souk status says what ails it.")
    return wire


def _pid_of(state: dict[str, Any], name: str) -> int | None:
    """None for one that shares its process with others: that part is not named like it."""
    return next((part["pid"] for part in state["parts"] if part["name"] == name and part["kind"] == "service"), None)


def _guest(system: System) -> str:
    """From whoever gives guests their ids; empty where nobody does."""
    for service in system.services.values():
        answer = Wire(service.url).send("POST", "/api/v1/guests", {"content-type": "application/json"}, b"{}")
        if answer.status == 201 and isinstance(answer.json, dict):
            return str(answer.json.get("signed") or "")
    return ""
