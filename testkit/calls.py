"""Other services whose answers a test decides; everything but the network is the real thing.

What is asked and what is answered is held against contracts/openapi/<service>.json, so that a fake cannot lie.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any
from urllib.parse import parse_qs

import msgspec
from pydantic import BaseModel

from kit.calls.client import Calls, Client
from kit.calls.encoding import API
from kit.calls.wire import Reply, Unanswered
from testkit.answers import published


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the other service would see it; `path` is below /api/v1."""

    service: str
    method: str
    path: str
    params: Mapping[str, list[str]]
    headers: Mapping[str, str]
    json: Any

    @property
    def key(self) -> str | None:
        return self.headers.get("idempotency-key")


@dataclass(frozen=True, slots=True)
class Answer:
    """A status other than 200, or one that carries a problem."""

    json: Any = None
    status: int = 200


@dataclass(frozen=True, slots=True)
class Undocumented(Answer):
    """What no service of ours answers: a proxy's bare 503, the shape of a broken release."""


# A value (a model or plain data), an Answer, an error to raise, or a function of the request that gives one of them.
Reaction = Any


@dataclass(frozen=True, slots=True)
class _Rule:
    service: str
    method: str
    path: re.Pattern[str]
    reaction: Reaction


class FakeCalls(Calls):
    """`calls.on("product", "GET", "/offers", {"items": []})`; a later rule for the same request wins.

    `{name}` in a path stands for one segment. All requests are kept in `asked`.
    """

    def __init__(self) -> None:
        super().__init__({})
        self.asked: list[Asked] = []
        self._rules: list[_Rule] = []
        self._faked: dict[str, Client] = {}

    def on(self, service: str, method: str, path: str, reaction: Reaction) -> None:
        parts = re.split(r"(\{[^}]+\})", path)
        pattern = re.compile("".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts))
        self._rules.append(_Rule(service, method, pattern, reaction))

    def refuse(self, service: str, method: str, path: str, status: int, code: str, **facts: Any) -> None:
        """The other service says no; the caller sees kit.calls.client.Refused."""
        self.on(service, method, path, a_refusal(status, code, **facts))

    def lose(self, service: str, method: str, path: str, *, carried_out: Callable[[Asked], Any] | None = None) -> None:
        """No answer comes back, as after a timeout; `carried_out` does what the other service did all the same."""

        def lost(asked: Asked) -> Exception:
            if carried_out:
                carried_out(asked)
            return Unanswered("no answer in time", sent=True)

        self.on(service, method, path, lost)

    def to(self, name: str) -> Client:
        if name not in self._faked:
            self._faked[name] = Client(name, _FakeWire(name, self))
        return self._faked[name]

    async def react(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        document = published(asked.service)
        if document is not None:
            document.check_request(asked.method, API + asked.path, asked.params, asked.headers, asked.json)
        for rule in reversed(self._rules):
            if (rule.service, rule.method) == (asked.service, asked.method) and rule.path.fullmatch(asked.path):
                return _replied(await _answered(rule.reaction, asked), asked)
        raise AssertionError(
            f"Nobody told FakeCalls how {asked.service} answers {asked.method} {asked.path}: "
            f'calls.on("{asked.service}", "{asked.method}", "{asked.path}", ...).'
        )


class _FakeWire:
    def __init__(self, service: str, calls: FakeCalls) -> None:
        self._service = service
        self._calls = calls

    async def send(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | None, timeout_s: float
    ) -> Reply:
        path, _, query = target.removeprefix(API).partition("?")
        json = msgspec.json.decode(body) if body else None
        return await self._calls.react(
            Asked(self._service, method, path, parse_qs(query, keep_blank_values=True), dict(headers), json)
        )

    async def close(self) -> None:
        return


def a_refusal(status: int, code: str, **facts: Any) -> Answer:
    """A problem as kit.http.problems writes it."""
    problem = {
        "type": f"urn:souk:{code}", "code": code, "title": code, "status": status,
        "cause": f"{code}.", "fix": "Do something else.",
        "facts": facts, "errors": [], "trace_id": None,
    }  # fmt: skip
    return Answer(problem, status)


async def _answered(reaction: Reaction, asked: Asked) -> Answer:
    if callable(reaction) and not isinstance(reaction, BaseModel):
        answered: Any | Awaitable[Any] = reaction(asked)
        reaction = await answered if isawaitable(answered) else answered
    if isinstance(reaction, Exception):
        raise reaction
    return reaction if isinstance(reaction, Answer) else Answer(reaction)


def _replied(answer: Answer, asked: Asked) -> Reply:
    body = b"" if answer.json is None else _encoded(answer.json)
    document = published(asked.service)
    if document is not None and not isinstance(answer, Undocumented):
        document.check_answer(asked.method, API + asked.path, answer.status, body)
    return Reply(answer.status, body)


def _encoded(data: Any) -> bytes:
    def plain(value: Any) -> Any:
        return value.model_dump(mode="json") if isinstance(value, BaseModel) else str(value)

    return msgspec.json.encode(data, enc_hook=plain)
