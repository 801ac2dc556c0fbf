"""What a service does about the facts it follows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from kit.errors import Kind, SoukError
from kit.events import Event

D = TypeVar("D")
E = TypeVar("E", bound=Event)


class Unreadable(SoukError):
    """No retry helps; once the code or the message is mended, a replay does."""

    code = "unreadable"
    kind = Kind.UNPROCESSABLE

    def __init__(self, subject: str, error: ValidationError) -> None:
        wrong = "; ".join(
            f"{'.'.join(map(str, problem['loc'])) or 'body'}: {problem['msg']}"
            for problem in error.errors(include_input=False, include_url=False)[:5]
        )
        super().__init__(
            cause=f"A message under {subject} is not what contracts/ says: {wrong}.",
            fix="Correct the publisher or the contract, then replay the dead letter.",
        )


class NoHandler(SoukError):
    """An older release runs, which does not know the subject yet; or nobody wrote the handler."""

    code = "no-handler"
    kind = Kind.UNPROCESSABLE

    def __init__(self, subject: str) -> None:
        super().__init__(
            cause=f"{subject} is followed, but nothing here handles it.",
            fix="Add @handlers.on(...) for it, or take it out of follows in souk.toml.",
        )


class Handlers(Generic[D]):
    """What a service does about the facts it follows: one handler for each."""

    def __init__(self) -> None:
        self._by_subject: dict[str, tuple[type[Event], Callable[[Any, D], Awaitable[None]]]] = {}

    def on(
        self, event_type: type[E]
    ) -> Callable[[Callable[[E, D], Awaitable[None]]], Callable[[E, D], Awaitable[None]]]:
        def register(handler: Callable[[E, D], Awaitable[None]]) -> Callable[[E, D], Awaitable[None]]:
            # The inbox notes an event once per service: a second handler would find it done already.
            if event_type.subject in self._by_subject:
                raise TypeError(
                    f"{event_type.subject} already has a handler: let that one call both actions in one transaction."
                )
            self._by_subject[event_type.subject] = (event_type, handler)
            return handler

        return register

    @property
    def subjects(self) -> tuple[str, ...]:
        return tuple(self._by_subject)

    async def handle(self, subject: str, body: bytes | str, deps: D) -> None:
        """Raises Unreadable for what is not the event that its subject promises."""
        if subject not in self._by_subject:
            raise NoHandler(subject)
        event_type, handler = self._by_subject[subject]
        try:
            event = event_type.model_validate_json(body)
        except ValidationError as error:
            raise Unreadable(subject, error) from error
        await handler(event, deps)
