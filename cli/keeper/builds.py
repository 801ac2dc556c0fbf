"""Builds of zones in a running shop: each by instances of its own, there before visitors are given it, and gone after
they are given another.

A command that is about to give visitors another build has it tried first. Where it is killed meanwhile, what was
decided counts, and what was tried goes.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from cli.keeper.fleet import Fleet
from cli.keeper.parts import Part
from cli.keeper.requests import Asked, Request
from cli.keeper.work import Work


@dataclass(frozen=True, slots=True)
class Releases:
    """What the keeper must know of who decides on builds."""

    part_of: Callable[[str, str], Part]  # a zone and a build of it
    are_being_changed: Callable[[], bool]  # by a command that lives
    settle: Callable[[], None]  # gateway and keeper follow what was decided; done in a fork


@dataclass(slots=True)
class Builds:
    releases: Releases
    fleets: list[Fleet]
    start: Callable[[Part], object]
    begin: Callable[[Callable[[], None]], Work]
    _tried: set[str] = field(default_factory=set[str])  # zones
    _settling: Work | None = None

    def serve(self, asked: Asked) -> None:
        """These builds of a zone, and none besides."""
        zone, missing = asked.name, asked.builds
        if asked.request is Request.TRY:
            self._tried.add(zone)
        else:
            self._tried.discard(zone)
        for fleet in self.fleets:
            build = fleet.part.build
            if build is None or build.zone != zone or fleet.is_leaving:
                continue
            if build.hash in missing:
                missing.remove(build.hash)
                fleet.stay()
            else:
                fleet.retire()
        for build in missing:
            with contextlib.suppress(OSError):  # of a child that cannot be started; who asked waits, and says so
                self.start(self.releases.part_of(zone, build))

    def are_left(self) -> bool:
        """Some are tried for who is gone. Asked before requests are read: who ended well has made its last by then."""
        self._look_at_settling()
        return bool(self._tried) and self._settling is None and not self.releases.are_being_changed()

    def settle(self) -> None:
        if self._tried:
            self._settling = self.begin(self.releases.settle)

    def _look_at_settling(self) -> None:
        failure = self._settling.failure() if self._settling else None
        if failure is None:
            return
        self._settling = None
        if failure:  # not again and again: the next change of these zones has the same effect
            print(f"Builds of {', '.join(self._tried)} were tried for nobody, and stay. {failure}", file=sys.stderr)
            self._tried.clear()
