"""What is decided of a version: who gets it from now on, and why some may not be given to anybody."""

from __future__ import annotations

import contextlib
import fcntl
import getpass
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from cli import running
from cli.home import Home
from cli.manifest import Mfe, System
from cli.refusals import Refusal
from cli.releases.artefact import Artefact, Store
from cli.releases.choices import Choice, Choices
from cli.releases.contract import misfits
from cli.releases.kept import key_of, released
from cli.shape import Shape

LOCK = "releases.lock"
MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Shop:
    """The running one, or as it would be started; `state` is what the keeper says of it."""

    home: Home
    system: System
    shape: Shape
    state: Mapping[str, Any] | None

    @classmethod
    def of(cls, home: Home) -> Shop:
        state = running.state_of(home)
        runs = state is not None and state["phase"] == "running"
        shape = Shape.of_json(json.dumps(state["shape"])) if runs and state else Shape.asked(home, None, None, 0, {})
        return cls(home, shape.system(home), shape, state if runs else None)

    def running_zone(self, name: str) -> Mfe | None:
        """Whose pages change while visitors look at them."""
        if self.system.mfes[name] not in self.system.zones:
            return None
        if self.state is None and running.keeper_pid(self.home) is not None:
            raise Refusal("The shop is starting or stopping.", "Wait for that: ./souk status.")
        return self.system.mfes[name] if self.state else None

    def parts(self) -> Sequence[Mapping[str, Any]]:
        """As they are now."""
        state = running.state_of(self.home) if self.state else None
        return state["parts"] if state else ()

    @property
    def store(self) -> Store:
        return Store(self.home.folder)

    def key(self, name: str) -> str:
        """Refused with the reason where it is no release of its own."""
        if name not in self.system.mfes:
            raise Refusal(f"There is no micro frontend {name}.", f"There are {', '.join(self.system.mfes)}.")
        if name in self.system.built_in:
            own = f"write apart = true in [mfe.{name}] of souk.toml, or " if name != self.system.host.name else ""
            raise Refusal(
                f"{name} is in the one build that all micro frontends are together here, and has no release of its "
                "own.",
                f"./souk up releases the whole build; for releases of its own, {own}start with --mfes apart.",
            )
        if name not in released(self.system):
            raise Refusal(f"Nobody mounts {name}, so there is nothing to release.", "Name it in `mounts` in souk.toml.")
        return key_of(self.system, name)


@contextmanager
def only_change(home: Home) -> Iterator[None]:
    """A second command waits until the first has told everybody, so that they cannot tell in another order."""
    home.make()
    with (home.folder / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def is_being_changed(home: Home) -> bool:
    """By a process that lives: a lock ends with its holder."""
    with contextlib.suppress(FileNotFoundError), (home.folder / LOCK).open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def actor() -> str:
    """Who is written into the history."""
    try:
        return os.environ.get("SOUK_ACTOR") or getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def chosen(store: Store, choice: Choice, wanted: str | None, *, but: str | None) -> Artefact:
    """The one that is named, by version or hash or the beginning of it; else the newest release that is not `but`."""
    if wanted is None:
        newest = next((each for each in store.all_of(choice.name) if each.was_released), None)
        if newest is None:
            raise Refusal(f"{choice.name} has no release yet.", f"Make one: ./souk release {choice.name}.")
        if newest.hash == but:
            raise Refusal(
                f"The newest release of {choice.name}, {newest.label}, is live already.",
                f"Make another: ./souk release {choice.name}; or name one of ./souk releases {choice.name}.",
            )
        return newest
    named = [each for each in store.all_of(choice.name) if _is_named(each, wanted)]
    if len(named) == 1:
        return named[0]
    labels = ", ".join(each.label for each in (named or store.all_of(choice.name))[:MOST_SHOWN])
    cause = f"{len(named)} versions of {choice.name} begin with {wanted}." if named else ""
    raise Refusal(
        cause or f"{choice.name} has no version {wanted}.",
        f"Name one of: {labels or 'none yet; ./souk release makes one'}.",
    )


def _is_named(artefact: Artefact, wanted: str) -> bool:
    return artefact.version == wanted or artefact.hash.startswith(wanted) or artefact.label.startswith(wanted)


def refuse_misfit(shop: Shop, choices: Choices, name: str, artefact: Artefact) -> list[str]:
    """Against each version that visitors are given beside it. Gives whose contract is not known."""
    unknown: list[str] = []
    problems: list[str] = []
    for other in released(shop.system):
        if other == name:
            continue
        choice = choices.of(key_of(shop.system, other))
        for version in dict.fromkeys((choice.live, choice.canary)):
            its = shop.store.find(choice.name, version) if version else None
            if its is None:
                continue
            if its.contract is None or artefact.contract is None:
                unknown.append(f"{other} {its.label}")
                continue
            which = " (canary)" if version != choice.live else ""
            problems += [f"{why}{which}" for why in misfits(name, artefact.contract, other, its.contract)]
    if problems:
        told = list(dict.fromkeys(problems))
        raise Refusal(
            f"{name} {artefact.label} does not fit what runs: {' '.join(told)}",
            "Publish the one that has to go first, or keep the old prop beside the new one until all pages pass that.",
        )
    return unknown


def canary_of(choice: Choice, version: str, percent: int) -> Choice:
    return replace(choice, canary=version, percent=percent, pinned=True)


def without_canary(choice: Choice) -> Choice:
    return replace(choice, canary=None, percent=0)


def rolled_back(choice: Choice) -> Choice:
    """To what was live before; once more, and it is forth again."""
    if choice.canary:
        return without_canary(choice)
    if not choice.rollback:
        raise Refusal(
            f"{choice.name} has been published once or never, so there is nothing to go back to.",
            f"Name a version: ./souk publish {choice.name} VERSION; ./souk releases {choice.name} lists them.",
        )
    return Choice(choice.name, choice.rollback, rollback=choice.live, pinned=True)
