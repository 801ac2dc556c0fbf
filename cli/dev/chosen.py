"""Which parts a person named, and where each comes from; what cannot be run from source is refused with the way out."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ssl import SSLContext
from typing import Any

from cli import running
from cli.dev.loan import part_serving
from cli.dev.routing import REMOTES, serves_remote
from cli.home import Home
from cli.manifest import LOOPBACK, Mfe, Service, System
from cli.refusals import Refusal
from cli.shape import Shape

ANSWERS_S = 10.0


@dataclass(frozen=True, slots=True)
class Shop:
    """Where everything else comes from."""

    public_url: str
    asked_at: str
    trusts: SSLContext | None = None
    state: Mapping[str, Any] | None = None  # of the one on this machine

    @property
    def is_here(self) -> bool:
        return self.state is not None


@dataclass(frozen=True, slots=True)
class Chosen:
    services: Sequence[Service]
    mfes: Sequence[Mfe]

    @property
    def names(self) -> list[str]:
        return [*(f"service.{each.name}" for each in self.services), *(f"mfe.{each.name}" for each in self.mfes)]


def shape_of_running(home: Home) -> Shape | None:
    state = running.state_of(home)
    return Shape.of_json(json.dumps(state["shape"])) if state else None


def shop_here(home: Home, system: System) -> Shop:
    state = running.state_of(home)
    if state is None:
        raise Refusal(
            f"No shop runs from {home.shown}, and what is not run from source comes from one.",
            "Start it with ./souk up --detach, or name a deployed one: ./souk dev cart --against https://shop.example.",
        )
    if state["phase"] != "running":
        raise Refusal(f"The shop is {state['phase']}.", "Wait until it runs: ./souk status.")
    return Shop(state["public_url"], f"http://{LOOPBACK}:{system.gateway.port}", state=state)


def chosen(system: System, names: Sequence[str]) -> Chosen:
    known = {f"service.{name}": name for name in system.services} | {f"mfe.{name}": name for name in system.mfes}
    if not names:
        raise Refusal("No part is named.", f"Name what runs from source: {', '.join(known)}.")
    full = list(dict.fromkeys(_full_name(name, known) for name in names))
    return Chosen(
        [system.services[known[name]] for name in full if name.startswith("service.")],
        [system.mfes[known[name]] for name in full if name.startswith("mfe.")],
    )


def beside_own_zones(parts: Chosen, system: System, shop: Shop, moved: Mapping[str, int]) -> Chosen:
    """A zone of the shop here listens at its port itself, so its development origin is at the next one."""
    if not shop.is_here:
        return parts
    serving = {zone.name for zone in system.zones} - {name.removeprefix("mfe.") for name in moved}
    mfes = [mfe.but(port=mfe.port + 1) if mfe.name in serving else mfe for mfe in parts.mfes]
    return Chosen(parts.services, mfes)


def _full_name(name: str, known: Mapping[str, str]) -> str:
    if name in known:
        return name
    found = [full for full, short in known.items() if short == name]
    if len(found) > 1:
        raise Refusal(f"{name} is a service and a micro frontend.", f"Write {' or '.join(found)}, or both.")
    if not found:
        raise Refusal(f"There is no part called {name}.", f"Parts: {', '.join(known)}.")
    return found[0]


def refuse_what_cannot(chosen: Chosen, system: System, shop: Shop) -> dict[str, str]:
    """Gives the keeper's part of each service."""
    if chosen.services and shop.state is None:
        names = " ".join(service.name for service in chosen.services)
        raise Refusal(
            f"A service cannot be run from source against {shop.public_url}: nothing there asks this machine.",
            f"Run {names} with a shop of this machine: ./souk up --detach, then ./souk dev {names}.",
        )
    if others := [service for service in chosen.services if not service.has_kit]:
        one = others[0]
        raise Refusal(
            f"{one.name} is a {one.runtime} service (its runtime in souk.toml); only Python's are reloaded here.",
            f"Change it, then ./souk restart {one.name}.",
        )
    if elements := [mfe.name for mfe in chosen.mfes if mfe.is_element]:
        raise Refusal(
            f"{', '.join(elements)}: web components go out as they are written, so there is no build to watch.",
            f"Change it, then ./souk release {elements[0]} and ./souk publish {elements[0]}.",
        )
    if shop.state:
        together = [mfe.name for mfe in chosen.mfes if mfe.name in system.built_in]
        if together:
            raise Refusal(
                f"{', '.join(together)}: micro frontends of this shop are one build; no remote can be answered for.",
                f"Write `apart = true` in [mfe.{together[0]}] of souk.toml, or start the shop with "
                "./souk up --mfes apart.",
            )
        return {service.name: part_serving(dict(shop.state), service) for service in chosen.services}
    _refuse_without_remote(chosen, shop)
    return {}


def _refuse_without_remote(chosen: Chosen, shop: Shop) -> None:
    """A deployed shop whose micro frontends are one build has a list that names none."""
    remotes = _remotes_of(shop)
    for mfe in chosen.mfes:
        if not mfe.is_zone and not serves_remote(remotes, mfe.name):
            raise Refusal(
                f"{shop.public_url} serves no remote called {mfe.name}.",
                "Its micro frontends may be one build (--mfes together), or this one may not be deployed yet.",
            )


def _remotes_of(shop: Shop) -> bytes:
    asked = shop.asked_at + REMOTES
    try:
        with urllib.request.urlopen(asked, timeout=ANSWERS_S, context=shop.trusts) as answer:  # noqa: S310 (http or https)
            return answer.read()
    except urllib.error.HTTPError as error:
        raise Refusal(f"{asked} answered {error.code}.", "Is that a Souk shop, and is it well?") from None
    except (OSError, ValueError) as error:
        said = str(getattr(error, "reason", error)) or type(error).__name__
        own = "If its certificate is of an authority of yours, add --ca-file FILE."
        fix = own if "CERTIFICATE" in said else "Look at the address, the network and that shop."
        raise Refusal(f"{shop.public_url} cannot be asked: {said}.", fix) from None
