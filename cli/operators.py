"""What waits for an operator in the databases of the running shop's services: dead letters, sagas, mails."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from cli import running
from cli.environment import Environments
from cli.home import Home
from cli.refusals import Refusal
from cli.shape import Shape
from cli.terminal import console

# kit's own command for one service: what to do there, and that service's environment.
Command = Callable[[Sequence[str], Mapping[str, str]], int]


def dead_letters(home: Home, what: Sequence[str], service: str | None) -> int:
    from kit.messaging.dead_letters_command import main

    return _at(home, main, what, service)


def sagas(home: Home, what: Sequence[str], service: str | None) -> int:
    from kit.sagas.command import main

    return _at(home, main, what, service)


def mails(home: Home, what: Sequence[str], service: str | None) -> int:
    from kit.mailing.command import main

    return _at(home, main, what, service)


def _at(home: Home, command: Command, what: Sequence[str], service: str | None) -> int:
    """In every service, unless one is named; the worst exit code of all."""
    state = running.state_of(home)
    if state is None:
        raise Refusal(f"No shop runs from {home.shown}.", "Start it with ./souk up.")
    shape = Shape.of_json(json.dumps(state["shape"]))
    environments = Environments(shape.system(home), home, shape.addresses())
    names = list(environments.system.with_kit)
    if service is not None and service not in names:
        raise Refusal(f"There is no service called {service}.", f"Services: {', '.join(names)}.")
    codes: list[int] = []
    for name in [service] if service else names:
        if service is None:
            console.print(f"[bold]{name}[/]")
        verb, *more = what
        codes.append(command([name, verb, *more], environments.of_service(name)))
    return max(codes)
