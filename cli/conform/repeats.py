"""One key, one effect, one answer."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

from cli.conform.subject import KEY, NotTried, Operation, Subject, json_body
from cli.conform.wire import Answer


def repeats(subject: Subject) -> Iterator[str]:
    """Only of routes that a stranger or a guest may ask, and twice only where the document gives an example."""
    keyed = [each for each in subject.operations if each.wants_key and subject.may_ask(each)]
    if not keyed:
        raise NotTried("no route with an Idempotency-Key may be asked without signing in")
    for operation in keyed:
        if _sent(subject, operation, None).status != 400:
            yield f"{operation.name} takes a request without {KEY}: refuse it with 400."
        elif operation.example is not None:
            yield from _twice(subject, operation)


def _twice(subject: Subject, operation: Operation) -> Iterator[str]:
    key = f"conformance-{uuid4()}"
    first, again = _sent(subject, operation, key), _sent(subject, operation, key)
    if first.status >= 500 or (first.status, first.body) != (again.status, again.body):
        both = f"{first.status}, then {again.status}"
        yield f"{operation.name} answers the same request with the same key differently: {both}. One key, one answer."
        return
    other = _sent(subject, operation, key, {**operation.example, "conformance": "another body"})
    if (other.status, other.problem.get("code")) != (422, "idempotency-key-reused"):
        yield f"{operation.name} takes a key again for another body: refuse it with 422 idempotency-key-reused."


def _sent(subject: Subject, operation: Operation, key: str | None, body: object = None) -> Answer:
    headers = {"content-type": "application/json", **({KEY: key} if key else {})}
    if subject.guest and not operation.is_open:
        headers["x-guest-id"] = subject.guest
    sent = json_body(body or operation.example or {})
    return subject.wire.send(operation.method.upper(), operation.address(), headers, sent)
