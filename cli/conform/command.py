"""What ./souk conform does: finds the running part, asks it, tells."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from cli import running
from cli.conform.app import App, tried
from cli.conform.callers import Callers
from cli.conform.report import judged, told
from cli.conform.service_rules import SERVICE_RULES
from cli.conform.subject import Subject
from cli.conform.walks import walks_in
from cli.conform.wire import Wire
from cli.home import Home
from cli.keys import Keys
from cli.manifest import System
from cli.progress import Progress
from cli.refusals import Refusal
from cli.render.pieces import exposed_ids, exposes_of
from cli.shape import Shape

MANIFEST = "mf-manifest.json"
REGISTRY = "/mfe/remotes.json"
EXAMPLES = "./souk conform service order, ./souk conform app cart, or the URL of either."


def conform(home: Home, what: str, name: str | None, *, drain: bool, as_json: bool) -> int:
    if what == "service" and name:
        if "://" in name:
            return conform_url(name, as_json=as_json)
        return conform_service(home, name, drain=drain, as_json=as_json)
    if what == "app" and name:
        return conform_app(home, name, as_json=as_json)
    if name or "://" not in what:
        raise Refusal(f"{what} {name or ''} names nothing to ask.".replace("  ", " "), EXAMPLES)
    return conform_app(home, what, as_json=as_json) if what.endswith(MANIFEST) else conform_url(what, as_json=as_json)


def conform_url(url: str, *, as_json: bool) -> int:
    """Of a service that runs anywhere: what its address alone allows to ask."""
    return _told(url, Subject(_listening(url)), as_json=as_json)


def conform_service(home: Home, name: str, *, drain: bool, as_json: bool) -> int:
    state, system = _running(home)
    if name not in system.services:
        raise Refusal(f"There is no service called {name}.", f"Services: {', '.join(system.services)}.")
    contract = home.root / "contracts" / "openapi" / f"{name}.json"
    subject = Subject(
        _listening(system.services[name].url),
        system.origins,
        _pid_of(state, name) if drain else None,
        Callers(system, Keys(home.secrets)),
        json.loads(contract.read_text("utf-8")) if contract.is_file() else None,
        walks_in(home.root, name),
        {other.name: other.url for other in system.services.values()},
    )
    return _told(name, subject, as_json=as_json)


def conform_app(home: Home, name: str, *, as_json: bool) -> int:
    """By its name in the running shop, or by the URL of its manifest, wherever it is deployed."""
    app = _deployed(name) if "://" in name else _of_the_shop(home, name)
    with Progress() as progress:
        outcomes = tried(home, [app], progress)
    return told(name, outcomes[app.name], as_json=as_json)


def _of_the_shop(home: Home, name: str) -> App:
    _, system = _running(home)
    if name not in system.mfes:
        raise Refusal(f"There is no micro frontend called {name}.", f"Micro frontends: {', '.join(system.mfes)}.")
    face = exposes_of(system, name)
    if not face.is_file():
        cause = f"{name} exposes no piece that others mount, so there is nothing to try on a page of its own."
        raise Refusal(cause, "Its pages are tried by the stories: ./souk test e2e; its first load by ./souk check.")
    if name not in system.remotes:
        cause = f"{name} is no remote in this shop: its pieces are chunks of one build (MFEs together)."
        raise Refusal(cause, "Start the shop with --mfes apart, or write apart = true for it in souk.toml.")
    served = _listening(system.public_url).send("GET", REGISTRY).json
    if not isinstance(served, dict) or name not in served:
        raise Refusal(f"{REGISTRY} of this shop names no {name}.", "Look at ./souk status, and at its release.")
    folder = urlsplit(str(served[name]["entry"])).path.rpartition("/")[0]  # of the release that is served
    pieces = tuple(sorted(exposed_ids(face.read_text("utf-8"))))
    return App(name, f"{system.public_url}{folder}/{MANIFEST}", pieces)


def _deployed(url: str) -> App:
    address = url if url.endswith(MANIFEST) else f"{url.rstrip('/')}/{MANIFEST}"
    answer = _listening(address.removesuffix(f"/{MANIFEST}")).send("GET", f"/{MANIFEST}").json
    named = str(answer.get("name", "")) if isinstance(answer, dict) else ""
    if not named.startswith("souk_"):
        raise Refusal(f"{address} names no remote.", f"Give the address of its {MANIFEST}, whose name is souk_….")
    return App(named.removeprefix("souk_"), address)


def _running(home: Home) -> tuple[dict[str, Any], System]:
    state = running.state_of(home)
    if state is None:
        raise Refusal(f"No shop runs from {home.shown}.", "Start it with ./souk up, or name a part's own URL.")
    return state, Shape.of_json(json.dumps(state["shape"])).system(home)


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
