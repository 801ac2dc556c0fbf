"""One key, one effect, one answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import uuid4

from cli.conform.samples import sample_of
from cli.conform.subject import KEY, HasNone, NotTried, Operation, Subject
from cli.conform.walks import body_after_walk
from cli.conform.wire import Answer, json_body

REUSED = (422, "idempotency-key-reused")


def repeats(subject: Subject) -> Iterator[str]:
    """Of each route with a key that may be asked here, with the body that its document gives or describes."""
    keyed = [(each, subject.proof_for(each)) for each in subject.operations if each.wants_key]
    if not keyed:
        raise HasNone("no route takes an Idempotency-Key")
    tried = [Repeated(subject, operation, proof) for operation, proof in keyed if proof is not None]
    if not tried:
        raise NotTried("no route with an Idempotency-Key may be asked by who the suite can be")
    said = [line for each in tried for line in each.wrong()]
    yield from said
    if not said and not any(each.is_proved for each in tried):
        refused = "; ".join(f"{each.operation.name}: {each.refusal}" for each in tried)
        raise NotTried(f"its routes refuse what the suite can send before they keep a key ({refused})")


class Repeated:
    """`is_proved`: a key was kept and told from a new one, so that the rule was really tried."""

    def __init__(self, subject: Subject, operation: Operation, proof: Mapping[str, str]) -> None:
        self.subject, self.operation, self.proof = subject, operation, proof
        said = operation.json_body
        self.body = body_after_walk(subject, operation, proof)
        if self.body is None:
            self.body = said.get("example", sample_of(subject.document, said.get("schema", {})))
        self.is_proved, self.refusal = False, ""

    def wrong(self) -> Iterator[str]:
        name = self.operation.name
        if self._sent(None).status != 400:
            yield f"{name} takes a request without {KEY}: refuse it with 400."
            return
        key = f"conformance-{uuid4()}"
        first, again = self._sent(key), self._sent(key)
        if first.status >= 500 or _answer(first) != _answer(again):
            both = f"{first.status}, then {again.status}"
            yield f"{name} answers the same request with the same key differently: {both}. One key, one answer."
            return
        other = self._sent(key, self._another_body())
        self.is_proved = (other.status, other.problem.get("code")) == REUSED
        self.refusal = str(first.problem.get("code", first.status))
        if first.status < 400 and not self.is_proved:
            yield f"{name} takes a key again for another body: refuse it with 422 idempotency-key-reused."

    def _another_body(self) -> Any:
        """As valid as the first: a text or a number in it is another one."""
        if not isinstance(self.body, dict):
            return []
        for is_changed, change in ((_is_said, lambda text: f"{text} again"), (_is_number, lambda number: number + 1)):
            if (other := _changed(self.body, is_changed, change)) != self.body:
                return other
        return {**self.body, "conformance": "another body"}

    def _sent(self, key: str | None, body: Any = None) -> Answer:
        headers = {"content-type": "application/json", **({KEY: key} if key else {}), **self.proof}
        method, said = self.operation.method.upper(), self.body if body is None else body
        return self.subject.wire.send(method, self.operation.address(), headers, json_body(said))


def _changed(value: Any, is_changed: Callable[[Any], bool], change: Callable[[Any], Any]) -> Any:
    """With the first such value in it, at any depth, as another one."""
    if not isinstance(value, dict):
        return change(value) if is_changed(value) else value
    for name, inner in value.items():
        other = _changed(inner, is_changed, change)
        if other != inner:
            return {**value, name: other}
    return value


def _is_said(value: Any) -> bool:
    return isinstance(value, str) and " " in value


def _is_number(value: Any) -> bool:
    return type(value) is int


def _answer(answer: Answer) -> tuple[int, Any]:
    """But for the trace: a refusal that was not kept is made anew, of the same facts. What was made and goes its way
    meanwhile (an order, say) is the same one by its id."""
    said = answer.json
    if answer.status < 400 and isinstance(said, dict) and "id" in said:
        return answer.status, said["id"]
    told = {key: value for key, value in said.items() if key != "trace_id"} if isinstance(said, dict) else answer.body
    return answer.status, told
