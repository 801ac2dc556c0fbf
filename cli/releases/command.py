"""What ./souk release, publish, canary, promote and rollback do, and what they say."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Container
from dataclasses import replace

from cli.home import Home
from cli.plain import bold, complain, say, yellow
from cli.refusals import Refusal
from cli.releases.artefact import Artefact
from cli.releases.change import (
    Shop,
    actor,
    canary_of,
    chosen,
    only_change,
    refuse_misfit,
    rolled_back,
)
from cli.releases.choices import Choice, Choices, Happened, changing, moment, reading
from cli.releases.instances import ask_for_builds, until_there
from cli.releases.kept import serve, sweep

Decide = Callable[[Choices, Choice], tuple[Choice, Artefact | None]]
PERCENT = re.compile(r"^(\d{1,3})\s*%?$")


def release(home: Home, name: str) -> int:
    # With all that a build needs, and no other word does.
    from cli.progress import Progress
    from cli.releases.build import build_release

    shop, began = Shop.of(home), time.monotonic()
    key = shop.key(name)
    known = {each.hash for each in shop.store.all_of(key) if each.was_released}
    with Progress() as progress:
        kept = build_release(home, shop.system, name, progress)
    with changing(home.folder) as choices:
        if kept.hash not in known:
            choices.note(Happened(moment(), actor(), key, "release", None, kept.hash, None))
        unfit = _why_unfit(shop, choices, name, kept)
    again = " It was released before: these sources make the same." if kept.hash in known else ""
    say(f"  {name} {bold(kept.label)} after {time.monotonic() - began:.1f} s.{again}")
    if unfit:
        _warn(f"As things are, it could not be published: {unfit}")
    return 0


def publish(home: Home, name: str, version: str | None = None, *, as_built: bool = False) -> int:
    def decide(choices: Choices, choice: Choice) -> tuple[Choice, Artefact | None]:
        if as_built:
            return replace(choice, pinned=False, canary=None, percent=0), None
        artefact = chosen(shop.store, choice, version, but=choice.live)
        if artefact.hash == choice.live:
            raise Refusal(f"{name} {artefact.label} is live already.", f"./souk releases {name} says since when.")
        return choice.published(artefact.hash), artefact

    shop = Shop.of(home)
    code = _change(shop, name, "publish", decide)
    if as_built:
        say(f"  {name} is again what ./souk up builds, from its next start on.")
    return code


def canary(home: Home, one: str, other: str, version: str | None = None) -> int:
    shop = Shop.of(home)
    name, percent = _name_and_percent(one, other, shop.system.mfes)

    def decide(choices: Choices, choice: Choice) -> tuple[Choice, Artefact | None]:
        goes_on = version is None and choice.canary is not None
        artefact = shop.store.find(choice.name, choice.canary or "") if goes_on else None
        artefact = artefact or chosen(shop.store, choice, version, but=choice.live)
        if artefact.hash == choice.live:
            raise Refusal(f"{name} {artefact.label} is what everybody has.", "Name another version.")
        return canary_of(choice, artefact.hash, percent), artefact

    return _change(shop, name, "canary", decide, percent)


def promote(home: Home, name: str) -> int:
    def decide(choices: Choices, choice: Choice) -> tuple[Choice, Artefact | None]:
        artefact = shop.store.find(choice.name, choice.canary) if choice.canary else None
        if artefact is None:
            raise Refusal(f"{name} has no canary.", f"Begin with ./souk canary 10% {name}, or ./souk publish {name}.")
        return choice.published(artefact.hash), artefact

    shop = Shop.of(home)
    return _change(shop, name, "promote", decide)


def rollback(home: Home, name: str) -> int:
    def decide(choices: Choices, choice: Choice) -> tuple[Choice, Artefact | None]:
        after = rolled_back(choice)
        return after, shop.store.find(choice.name, after.live) if after.live else None

    shop = Shop.of(home)
    return _change(shop, name, "rollback", decide)


def _change(shop: Shop, name: str, what: str, decide: Decide, percent: int | None = None) -> int:
    began, key = time.monotonic(), shop.key(name)
    pages = shop.running_zone(name)
    with only_change(shop.home):
        with changing(shop.home.folder) as choices:
            before = choices.of(key)
            after, artefact = decide(choices, before)
            if artefact:
                shop.store.verify(artefact)
                _say_unknown(refuse_misfit(shop, choices, name, artefact))
            if pages:
                until_there(shop.home, pages, before, after)
            choices.choose(after, actor(), what, percent=percent)
        with reading(shop.home.folder) as choices:
            serve(shop.home, shop.system, choices, shop.parts())
        took = time.monotonic() - began
        if pages:
            ask_for_builds(shop.home, pages.name, after)
        with changing(shop.home.folder) as choices:
            sweep(shop.home, shop.system, choices)
    _say(shop, name, what, before, after, took)
    return 0


def _say(shop: Shop, name: str, what: str, before: Choice, after: Choice, took: float) -> None:
    def label(hash_: str | None) -> str:
        found = shop.store.find(after.name, hash_) if hash_ else None
        return found.label if found else "none"

    where = f"after {took:.2f} s" if shop.state else "from the next start on: no shop runs"
    if after.canary:
        others = label(after.live)
        say(f"  {after.percent} % get {name} {bold(label(after.canary))}, {where}; {others} the others.")
    elif before.canary and what == "rollback":
        live, nobody = bold(label(after.live)), label(before.canary)
        say(f"  Everybody has {name} {live} again, {where}; {nobody} nobody.")
    elif after.live != before.live:
        say(f"  Everybody gets {name} {bold(label(after.live))}, {where}; it was {label(before.live)}.")


def _warn(text: str) -> None:
    complain(f"  {yellow('!')} {text}")


def _why_unfit(shop: Shop, choices: Choices, name: str, artefact: Artefact) -> str:
    try:
        refuse_misfit(shop, choices, name, artefact)
    except Refusal as refusal:
        return refusal.cause
    return ""


def _say_unknown(whose: list[str]) -> None:
    if whose:
        _warn(f"Not compared, since the contract is not known: {', '.join(whose)}.")


def _name_and_percent(one: str, other: str, parts: Container[str]) -> tuple[str, int]:
    """In either order: who is a part is no share, and a name has letters."""
    name, written = (other, one) if PERCENT.match(one) or (other in parts and one not in parts) else (one, other)
    found = PERCENT.match(written)
    if not found or not 1 <= int(found[1]) <= 99:
        is_known = found or (name in parts) != (written in parts)
        raise Refusal(
            f"{written} is no share of visitors." if is_known else f"Neither {one} nor {other} is a share of visitors.",
            "Write 1% to 99%: ./souk canary 10% cart. All of them is ./souk promote, none of them ./souk rollback.",
        )
    return name, int(found[1])
