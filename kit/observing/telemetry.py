"""One trace from browser to consumer (W3C traceparent), always; exported by OTLP only when an endpoint is set."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import Context, ContextVar, Token, copy_context
from dataclasses import dataclass
from typing import Protocol, TypeAlias

Field: TypeAlias = str | int | float | bool
_TRACEPARENT = re.compile(r"^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$")
_NO_TRACE = "0" * 32
_NO_SPAN = "0" * 16


@dataclass(frozen=True, slots=True)
class Trace:
    trace_id: str
    span_id: str
    sampled: bool
    service: str = ""
    exporter: SpanExporter | None = None

    @property
    def traceparent(self) -> str:
        return f"00-{self.trace_id}-{self.span_id}-{'01' if self.sampled else '00'}"


class Span(Protocol):
    @property
    def trace(self) -> Trace: ...


class SpanExporter(Protocol):
    """What export.py does, said here so that only those who export load it."""

    def span(
        self, name: str, parent: str | None, kind: str, fields: Mapping[str, Field]
    ) -> AbstractContextManager[Span]: ...


_current: ContextVar[Trace | None] = ContextVar("souk_trace", default=None)
_background: ContextVar[tuple[str, SpanExporter | None]] = ContextVar("souk_background", default=("", None))


def current() -> Trace | None:
    return _current.get()


def trace_id() -> str | None:
    trace = _current.get()
    return trace.trace_id if trace else None


def traceparent() -> str | None:
    """What to send along with a call or an event."""
    trace = _current.get()
    return trace.traceparent if trace else None


def parse(header: str | None) -> Trace | None:
    found = _TRACEPARENT.match(header) if header else None
    if found is None or found[1] == _NO_TRACE or found[2] == _NO_SPAN:
        return None
    return Trace(found[1], found[2], bool(int(found[3], 16) & 1))


def enter(trace: Trace) -> Token[Trace | None]:
    return _current.set(trace)


def leave(token: Token[Trace | None]) -> None:
    _current.reset(token)


def next_hop(header: str | None, service: str, exporter: SpanExporter | None = None) -> Trace:
    """Our own span below the caller's, or the first one of a new trace."""
    parent = parse(header)
    span_id = f"{random.getrandbits(64) or 1:016x}"
    if parent:
        return Trace(parent.trace_id, span_id, parent.sampled, service, exporter)
    new_trace = f"{random.getrandbits(128) or 1:032x}"
    return Trace(new_trace, span_id, False, service, exporter)


def beside_requests(service: str, exporter: SpanExporter | None) -> Context:
    """The context for a service's background work: whose it is, and what exports its spans."""
    context = copy_context()
    context.run(_background.set, (service, exporter))
    return context


def service() -> str:
    """Whose work goes on here; several services may share one process."""
    trace = _current.get()
    return trace.service if trace else _background.get()[0]


@contextmanager
def continued(header: str | None, name: str, **fields: Field) -> Iterator[Trace]:
    """Goes on with the trace of a message, or starts one for a job; logs and calls inside carry its id."""
    whose, exporter = _background.get()
    with ExitStack() as stack:
        if exporter is None:
            trace = next_hop(header, whose)
        else:
            trace = stack.enter_context(exporter.span(name, header, "consumer", fields)).trace
        stack.callback(leave, enter(trace))
        yield trace


@contextmanager
def outgoing(name: str, **fields: Field) -> Iterator[str | None]:
    """A span around a call, if spans are exported; gives the traceparent to send."""
    trace = _current.get()
    if trace is None or trace.exporter is None:
        yield trace.traceparent if trace else None
        return
    with trace.exporter.span(name, trace.traceparent, "client", fields) as span:
        yield span.trace.traceparent
