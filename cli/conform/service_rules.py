"""What a service promises: one rule each, and nothing about what it is written in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cli.conform.drain import drains
from cli.conform.repeats import repeats
from cli.conform.subject import HasNone, NotTried, Operation, Subject
from cli.conform.wire import PROBLEM, Answer

Rule = Callable[[Subject], Iterator[str]]
STRANGE_ORIGIN = "https://stranger.example"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
UNKNOWN = "/api/v1/there-is-no-such-path"
TELLS_OF_ITSELF = ("server", "x-powered-by")
CODE = re.compile(r"[a-z][a-z0-9-]*\Z")
NEEDED = ("type", "code", "title", "status", "cause", "fix")


def lives(subject: Subject) -> Iterator[str]:
    answer = subject.wire.send("GET", "/health/live")
    if answer.status != 200 or not _says(answer, "status", "service", "version"):
        yield "GET /health/live must answer 200 with status, service and version while the process runs."


def is_ready(subject: Subject) -> Iterator[str]:
    answer = subject.wire.send("GET", "/health")
    if answer.status not in (200, 503) or not _says(answer, "status", "service", "version", "checks"):
        yield "GET /health must answer 200 or 503 with status, service, version and checks."
    elif (answer.status == 200) != (answer.json["status"] in ("ok", "degraded")):
        yield f"GET /health answers {answer.status} and says {answer.json['status']}: only ok and degraded are 200."
    elif answer.headers.get("cache-control") != "no-store":
        yield "GET /health may be kept: answer it with cache-control: no-store."


def describes_itself(subject: Subject) -> Iterator[str]:
    document = subject.document
    if not str(document.get("openapi", "")).startswith("3.") or not document.get("info", {}).get("version"):
        yield "GET /openapi.json must answer an OpenAPI 3 document with a title and a version."
        return
    for path in document.get("paths", {}):
        if not path.startswith("/api/v1/"):
            yield f"{path} lies outside /api/v1/, so the gateway routes nothing to it."
    for reference in sorted(set(_references(document))):
        if _resolved(document, reference) is None:
            yield f"{reference} is named and defined nowhere."
    if subject.contract is not None and subject.contract.get("paths") != document.get("paths"):
        yield "It describes other routes than its document in contracts/openapi: run ./souk render."


def refuses_by_problems(subject: Subject) -> Iterator[str]:
    answer = subject.wire.send("GET", UNKNOWN)
    if answer.status != 404:
        yield f"A path that there is not is answered by {answer.status}, not 404."
        return
    missing = [key for key in NEEDED if key not in answer.problem]
    if answer.media_type != PROBLEM or missing:
        yield f"A refusal is {answer.media_type or 'nothing'} without {', '.join(missing)}: answer {PROBLEM}."
    elif answer.problem["status"] != 404 or answer.problem["type"] != f"urn:souk:{answer.problem['code']}":
        yield "A problem repeats its HTTP status, and its type is urn:souk:<code>."
    elif not CODE.match(str(answer.problem["code"])):
        yield f"{answer.problem['code']} is no code: small letters and hyphens, never changed."


def declares_its_codes(subject: Subject) -> Iterator[str]:
    everywhere: Mapping[str, int] = subject.document.get("x-codes", {})
    for operation in subject.operations:
        answer = subject.answer_to_stranger(operation)
        code, declared = answer.problem.get("code"), {**everywhere, **operation.says.get("x-codes", {})}
        if answer.status >= 400 and code and declared.get(code) != answer.status:
            yield f"{operation.name} refuses with {code} ({answer.status}), which its x-codes do not say."


def declares_its_callers(subject: Subject) -> Iterator[str]:
    for operation in subject.operations:
        if not operation.callers:
            yield f"{operation.name} does not say who may call it: x-callers is empty."


def turns_strangers_away(subject: Subject) -> Iterator[str]:
    closed = [each for each in subject.operations if each.callers and not each.is_open]
    if not closed:
        raise HasNone("every route is for anyone")
    for operation in closed:
        for who, answer in _strangers(subject, operation):
            if answer.status not in (401, 403):
                yield f"{operation.name} is for {', '.join(operation.callers)}, and answers {who} by {answer.status}."
                break


def _strangers(subject: Subject, operation: Operation) -> Iterator[tuple[str, Answer]]:
    yield "a stranger", subject.answer_to_stranger(operation)
    yield "a forged token", subject.as_stranger(operation, {"authorization": "Bearer a.forged.token"})
    yield "a forged service key", subject.as_stranger(operation, {"x-service-key": "forged"})


def keeps_origins_apart(subject: Subject) -> Iterator[str]:
    path = subject.any_path
    if any(each in (STRANGE_ORIGIN, "*") for each in _allowed(subject, path, STRANGE_ORIGIN)):
        yield "A page of any origin may read its answers: allow those of souk.toml alone."
    for origin in subject.origins[:1]:
        if set(_allowed(subject, path, origin)) != {origin}:
            yield f"A page of {origin} may not read its answers, though souk.toml lists it."


def _allowed(subject: Subject, path: str, origin: str) -> Iterator[str]:
    asked = {"origin": origin, "access-control-request-method": "GET"}
    for method, headers in (("OPTIONS", asked), ("GET", {"origin": origin})):
        yield subject.wire.send(method, path, headers).headers.get("access-control-allow-origin", "")


def sends_its_headers_well(subject: Subject) -> Iterator[str]:
    refused, read = subject.wire.send("GET", UNKNOWN), subject.wire.send("GET", subject.any_path)
    for name in TELLS_OF_ITSELF:
        if name in refused.headers or name in read.headers:
            yield f"It sends {name}, which tells strangers what it runs on."
    if "no-store" not in refused.headers.get("cache-control", ""):
        yield "A refusal may be kept: answer it with cache-control: no-store."
    if "set-cookie" in read.headers and "public" in read.headers.get("cache-control", ""):
        yield "It sends a cookie with an answer that caches may keep."


def carries_the_trace(subject: Subject) -> Iterator[str]:
    answer = subject.wire.send("GET", UNKNOWN, {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"})
    if not answer.problem:
        raise NotTried("a refusal is no problem+json")
    if answer.problem.get("trace_id") != TRACE:
        yield "A problem's trace_id is not that of the traceparent that came with the request."


def survives_bad_input(subject: Subject) -> Iterator[str]:
    for operation in subject.operations:
        if not operation.is_open:
            continue
        for what, answer in _badly(subject, operation):
            if answer.status >= 500 or answer.status == 0:
                yield f"{operation.name} answers {what} by {answer.status or 'silence'}: bad input is a 4xx."
                break


def _badly(subject: Subject, operation: Operation) -> Iterator[tuple[str, Answer]]:
    method = operation.method.upper()
    if "{" in operation.path and method == "GET":
        yield "a strange address", subject.wire.send("GET", operation.address("%00"))
        yield "a long address", subject.wire.send("GET", operation.address("x" * 3000))
    if method == "GET":
        yield "strange filters", subject.wire.send("GET", f"{operation.address()}?limit=-1&cursor=%FF&q=%00")
    if operation.takes_json:
        for what, body in (("broken JSON", b"{"), ("another shape", b"[[]]"), ("no text", b"\xff\xfe")):
            yield what, subject.wire.send(method, operation.address(), {"content-type": "application/json"}, body)


def _says(answer: Answer, *keys: str) -> bool:
    return isinstance(answer.json, dict) and all(key in answer.json for key in keys)


def _references(value: Any) -> Iterator[str]:
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _references(each)
    if isinstance(value, dict) and isinstance(value.get("$ref"), str):
        yield value["$ref"]


def _resolved(document: Mapping[str, Any], reference: str) -> Any:
    found: Any = document
    for word in reference.removeprefix("#/").split("/"):
        found = found.get(word) if isinstance(found, dict) else None
    return found


SERVICE_RULES: Mapping[str, Rule] = {
    "lives": lives,
    "ready": is_ready,
    "openapi": describes_itself,
    "problems": refuses_by_problems,
    "codes": declares_its_codes,
    "callers-declared": declares_its_callers,
    "callers-kept": turns_strangers_away,
    "origins": keeps_origins_apart,
    "headers": sends_its_headers_well,
    "trace": carries_the_trace,
    "bad-input": survives_bad_input,
    "idempotency": repeats,
    "drain": drains,
}
