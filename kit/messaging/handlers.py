"""What a service does about the facts it follows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Handler(Generic[D]):
    event_type: type[Event]
    handle: Callable[[Sequence[Any], D], Awaitable[None]]
    takes_many: bool


class Handlers(Generic[D]):
    """What a service does about the facts it follows: one handler for each."""

    def __init__(self) -> None:
        self._by_subject: dict[str, Handler[D]] = {}

    def on(
        self, event_type: type[E]
    ) -> Callable[[Callable[[E, D], Awaitable[None]]], Callable[[E, D], Awaitable[None]]]:
        def register(handler: Callable[[E, D], Awaitable[None]]) -> Callable[[E, D], Awaitable[None]]:
            self._register(Handler(event_type, lambda events, deps: handler(events[0], deps), takes_many=False))
            return handler

        return register

    def on_many(
        self, event_type: type[E]
    ) -> Callable[[Callable[[Sequence[E], D], Awaitable[None]]], Callable[[Sequence[E], D], Awaitable[None]]]:
        """For a handler that takes all that wait at once, in their order, all or none; one alone where that fails."""

        def register(
            handler: Callable[[Sequence[E], D], Awaitable[None]],
        ) -> Callable[[Sequence[E], D], Awaitable[None]]:
            self._register(Handler(event_type, handler, takes_many=True))
            return handler

        return register

    def _register(self, handler: Handler[D]) -> None:
        subject = handler.event_type.subject
        # The inbox notes an event once per service: a second handler would find it done already.
        if subject in self._by_subject:
            raise TypeError(f"{subject} already has a handler: let that one call both actions in one transaction.")
        self._by_subject[subject] = handler

    @property
    def subjects(self) -> tuple[str, ...]:
        return tuple(self._by_subject)

    def takes_many(self, subject: str) -> bool:
        handler = self._of(subject)
        return handler is not None and handler.takes_many

    def _of(self, subject: str) -> Handler[D] | None:
        return self._by_subject.get(subject) or self._by_subject.get(f"*.{subject.partition('.')[2]}")

    async def handle(self, subject: str, body: bytes | str, deps: D) -> None:
        """Raises Unreadable for what is not the event that its subject promises."""
        await self.handle_all(subject, (body,), deps)

    async def handle_all(self, subject: str, bodies: Sequence[bytes | str], deps: D) -> None:
        """More than one only where `takes_many` says so."""
        handler = self._of(subject)
        if handler is None:
            raise NoHandler(subject)
        try:
            events = [handler.event_type.model_validate_json(body) for body in bodies]
        except ValidationError as error:
            raise Unreadable(subject, error) from error
        await handler.handle(events, deps)
