"""The instances of one part, and how one version of it takes over from another: one after the other, each new one ready
before an old one leaves."""

from __future__ import annotations

import os
import re
import socket
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cli.keeper.address import Address
from cli.keeper.children import Child, kill_group
from cli.keeper.journal import last_lines
from cli.keeper.parts import Part, Release, State
from cli.keeper.restarts import Restarts
from cli.keeper.rolling import Phase, Rolling
from cli.keeper.work import Work


@dataclass(slots=True)
class Fleet:
    part: Part
    log_of: Callable[[str], Path]
    lifeline: int
    restarts: Callable[[], Restarts]
    instances: list[Child] = field(default_factory=list[Child])
    rolling: Rolling | None = None
    released: int = 0  # how many roll-outs ended
    refused: str = ""  # why the last one did not do what was asked
    replaced: bool = False  # by the last one, whatever was refused after
    address: Address | None = None
    retires_at: float | None = None  # no visitor is given its build any more
    is_leaving: bool = False
    is_lent: bool = False  # somebody else serves at its address too, or alone

    def __post_init__(self) -> None:
        build = self.part.build
        elsewhere = build is not None and build.elsewhere
        if self.part.shares_address:
            self.address = Address(self.part.ports, elsewhere=elsewhere)
        name = f"{self.part.name}@{build.hash[:8]}" if build and elsewhere else self.part.name
        many = self.part.replicas > 1
        self.instances = [
            self._child(f"{name}#{number}" if many else name) for number in range(1, self.part.replicas + 1)
        ]

    @property
    def children(self) -> list[Child]:
        """With those that come and go."""
        rolling = self.rolling
        passing = (rolling.successor, rolling.leaving) if rolling else ()
        return [*self.instances, *(child for child in passing if child)]

    @property
    def lives(self) -> bool:
        return any(child.pid for child in self.children)

    def restart(self, name: str, source: Path | None, changed: bool) -> None:
        """`name`: of the part, or of one instance; `changed`: its sources are newer than the keeper."""
        asked = [child for child in self.instances if name in (self.part.name, child.name)]
        release = Release(source) if source or changed or any(child.release for child in asked) else None
        if self.address is None or not any(child.pid for child in asked):
            for child in asked:
                child.release = release
                child.restart()
            return
        if self.rolling is None:
            self.rolling = Rolling(release, Phase.BEFORE if release else Phase.REPLACING, deque(asked))

    def stop(self, name: str) -> None:
        self.give_up("It was stopped meanwhile.")
        asked = [child for child in self.instances if name in (self.part.name, child.name)]
        others_go_on = self.is_lent or any(child.pid for child in self.instances if child not in asked)
        for child in asked:
            if self.address is not None and others_go_on and child.pid:
                child.is_held = True
                child.leave("was asked to stop")
            else:
                child.stop()

    def lend(self) -> Sequence[socket.socket]:
        """Its address, which stays open whoever of its own leaves, until it is given back."""
        self.is_lent = self.address is not None
        return list(self.address.open().values()) if self.address else ()

    def take_back(self) -> None:
        """Nobody else serves at its address any more."""
        self.is_lent = False
        for child in self.instances:
            if child.is_held:
                child.restart()

    def stay(self) -> None:
        """Its build is given to visitors, again or still."""
        self.retires_at = None
        for child in self.instances:
            if child.is_held:
                child.restart()

    def retire(self) -> None:
        if self.retires_at is None and self.part.build:
            self.retires_at = time.monotonic() + self.part.build.stays_s

    def _leave(self) -> None:
        self.give_up("Its build was replaced meanwhile.")
        self.is_leaving = True
        for child in self.instances:
            child.is_held = True
            if child.pid is None:
                child.stopped()
            else:
                child.leave("was replaced")

    @property
    def is_gone(self) -> bool:
        return self.is_leaving and not self.lives

    def step(self) -> bool:
        """Does what is next; whether anything changed."""
        if self.retires_at and not self.is_leaving and time.monotonic() >= self.retires_at:
            self._leave()
            return True
        self.close_if_idle()
        if (rolling := self.rolling) is None:
            return False
        if rolling.phase is Phase.REPLACING:
            return self._replace(rolling)
        if rolling.work is None:
            rolling.work = self._begin(rolling)
        failure = rolling.work.failure()
        if failure is None:
            return False
        said = " ".join(last_lines(rolling.work.log, 3)).strip() if failure else ""
        rolling.work = None
        if rolling.phase is Phase.AFTER or failure:
            self._end(said or failure)
        else:
            rolling.phase = Phase.REPLACING
        return True

    def close_if_idle(self) -> None:
        """Nobody serves there, so the ports are anybody's."""
        if self.address is not None and not self.lives and not self.is_lent:
            self.address.close()

    def ended(self, child: Child, how: str) -> bool:
        """Whether this was an instance that came or went, and so nobody starts it again."""
        rolling = self.rolling
        if rolling is None:
            return False
        if child is rolling.leaving:
            rolling.leaving = None
            return True
        if child is rolling.successor:
            rolling.successor = None
            self._end(f"The new one {how} before it was ready. Those that ran go on.")
            return True
        return False

    def summaries(self) -> list[dict[str, Any]]:
        rolling = self.rolling
        told = {
            "shares_address": self.address is not None,
            "released": self.released,
            "refused": self.refused,
            "replaced": self.replaced,
            "rolling": str(rolling.phase) if rolling else "",
            "passing": self.retires_at is not None,
            "zone": self.part.build.zone if self.part.build else "",
            "build": self.part.build.hash if self.part.build else "",
            "at": self.address.port if self.address else 0,
        }
        found = [{**child.summary(), **told} for child in self.children]
        for summary, child in zip(found, self.children, strict=True):
            if rolling and child in (rolling.successor, rolling.leaving):
                summary["passing"] = True
                summary["name"] += " (comes)" if child is rolling.successor else " (leaves)"
        return found

    def _replace(self, rolling: Rolling) -> bool:
        if rolling.leaving is not None:
            return False
        if rolling.successor is None:
            if not rolling.waiting:
                return self._replaced_all(rolling)
            old = rolling.waiting[0]
            rolling.successor = new = self._child(old.name)
            new.starts, new.release = old.starts, rolling.release
            try:
                new.start()
            except OSError as error:
                rolling.successor = None
                self._end(f"The new one could not be started ({error}). Those that ran go on.")
            return True
        if rolling.successor.state is State.HEALTHY:
            old, new = rolling.waiting.popleft(), rolling.successor
            self.instances[self.instances.index(old)] = new
            rolling.successor = None
            if old.pid is not None:
                rolling.leaving = old
                old.leave("was replaced")
            return True
        if rolling.successor.is_overdue:
            self.give_up(f"The new one was not ready within {self.part.patience_s:.0f} s. Those that ran go on.")
            return True
        return False

    def _replaced_all(self, rolling: Rolling) -> bool:
        if rolling.release is None:
            self._end("")
        else:
            rolling.phase = Phase.AFTER
        return True

    def give_up(self, why: str) -> None:
        """What was under way ends where it is; the instances that serve stay."""
        rolling = self.rolling
        if rolling is None:
            return
        if rolling.work is not None:
            rolling.work.give_up()
        for child in (rolling.successor, rolling.leaving):
            if child is not None and child.pid is not None:
                kill_group(child.pid)
                os.waitpid(child.pid, 0)
        self._end(why)

    def _end(self, refused: str) -> None:
        self.replaced = bool(self.rolling and not self.rolling.waiting)
        self.rolling, self.refused = None, refused
        self.released += 1

    def _begin(self, rolling: Rolling) -> Work:
        do = self.part.before_release if rolling.phase is Phase.BEFORE else self.part.after_release
        log = self.log_of(f"{self.part.name}-release")
        log.unlink(missing_ok=True)
        return Work.begin(log, self.lifeline, lambda: do(rolling.release or Release()))

    def _child(self, name: str) -> Child:
        log = self.log_of(re.sub("@[0-9a-f]+", "", name))  # a part's builds tell one story
        return Child(self.part, log, self.lifeline, self.restarts(), name, self.address)
