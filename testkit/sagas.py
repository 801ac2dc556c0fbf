"""What sagas are tested with: the death of a process at every point of a definition.

A class of tests derives from `SagaCrashes`, names its stories and gives a `world`, as the checkout of order does.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, ClassVar, Protocol, get_args

import pytest

from kit.sagas.pace import CrashPoint, Place

PLACES: tuple[Place, ...] = get_args(Place)


class Killed(BaseException):
    """Stands for the end of the process: nothing catches it, nothing tidies up."""


@dataclass
class Death:
    """A crash point that kills at one point, and knows whether it was reached."""

    step: str
    place: Place
    turn: int = 0  # of a step that is taken several times
    came: bool = False

    def __call__(self, step: str, place: Place) -> None:
        if (step, place) == (self.step, self.place):
            self.turn -= 1
            if self.turn < 0 and not self.came:
                self.came = True
                raise Killed


class Story(Protocol):
    """How one saga goes."""

    @property
    def steps(self) -> Sequence[str]:
        """Those it takes when nobody dies."""
        ...


class World(Protocol):
    """A service with as many processes as a test wants, and all that outlives them."""

    async def play(self, story: Any, crash_point: CrashPoint) -> None:
        """In one process, as far as it comes; a death is no error."""
        ...

    async def carry_on(self, story: Any, crash_point: CrashPoint) -> None:
        """Leases have run out, and another process finds what was left."""
        ...

    async def is_over(self) -> bool: ...

    async def wait_an_hour(self) -> None: ...

    async def truths_hold(self, story: Any, *, as_told: bool) -> None:
        """What must be true in the end; `as_told`: also that it ended as the story says."""
        ...


class SagaCrashes:
    stories: ClassVar[Mapping[str, Any]]
    keep_dying: ClassVar[Sequence[str]] = ()  # stories in which processes die again and again

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        names = set(metafunc.fixturenames)
        if {"story", "step", "turn", "place"} <= names:
            points = [
                pytest.param(story, step, turn, place, id=f"{name}-{step}-{turn}-{place.replace(' ', '-')}")
                for name, story in self.stories.items()
                for (step, turn), place in product(_turns(story.steps), PLACES)
            ]
            metafunc.parametrize(("story", "step", "turn", "place"), points)
        elif {"story", "seed"} <= names:
            seeds = [
                pytest.param(self.stories[name], seed, id=f"{name}-{seed}")
                for name, seed in product(self.keep_dying, range(12))
            ]
            metafunc.parametrize(("story", "seed"), seeds)
        elif "story" in names:
            metafunc.parametrize("story", [pytest.param(story, id=name) for name, story in self.stories.items()])

    async def test_the_story_takes_the_steps_that_are_tested_below(self, world: World, story: Any) -> None:
        steps = list[str]()

        def note(step: str, place: Place) -> None:
            if place == "after save":
                steps.append(step)

        await world.play(story, note)

        assert tuple(steps) == tuple(story.steps)
        await world.truths_hold(story, as_told=True)

    async def test_a_process_that_dies_at_any_point_costs_nothing(
        self, world: World, story: Any, step: str, turn: int, place: Place
    ) -> None:
        await world.play(story, death := Death(step, place, turn))

        assert death.came
        await world.carry_on(story, _lives_on)

        await world.truths_hold(story, as_told=True)

    async def test_an_outage_of_an_hour_after_any_point_is_undone_or_finished(
        self, world: World, story: Any, step: str, turn: int, place: Place
    ) -> None:
        await world.play(story, death := Death(step, place, turn))
        await world.wait_an_hour()

        assert death.came
        await world.carry_on(story, _lives_on)

        await world.truths_hold(story, as_told=False)

    async def test_processes_that_keep_dying_come_to_an_end_all_the_same(
        self, world: World, story: Any, seed: int
    ) -> None:
        chance = random.Random(seed)  # noqa: S311 (no secret)

        def crash_point(step: str, place: Place) -> None:
            if chance.random() < 0.25:  # a way of several calls without a save must be possible
                raise Killed

        await world.play(story, crash_point)
        for _ in range(100):
            if await world.is_over():
                break
            await world.carry_on(story, crash_point)

        await world.truths_hold(story, as_told=True)


def _turns(steps: Sequence[str]) -> Sequence[tuple[str, int]]:
    """Each step with how often it was taken before."""
    return [(step, list(steps[:at]).count(step)) for at, step in enumerate(steps)]


def _lives_on(step: str, place: Place) -> None:
    return
