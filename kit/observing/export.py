"""Traces and metrics by OTLP. Made inside the lifespan (it has threads), and only where an endpoint is set."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from opentelemetry import trace as otel
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import MetricReader, PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import NonRecordingSpan, SpanContext, SpanKind, TraceFlags

from kit.observing import telemetry
from kit.observing.telemetry import Field, Trace
from kit.settings import ServiceSettings

KINDS: Final = {
    "server": SpanKind.SERVER,
    "client": SpanKind.CLIENT,
    "consumer": SpanKind.CONSUMER,
    "producer": SpanKind.PRODUCER,
    "internal": SpanKind.INTERNAL,
}
# Ids and route templates only; whatever else is offered is left out.
ALLOWED: Final = frozenset(
    {
        "http.request.method",
        "http.response.status_code",
        "http.route",
        "job",
        "messaging.destination.name",
        "peer.service",
    }
)


class Exporter:
    """One service's spans and metrics."""

    def __init__(
        self, service: str, share: float, spans: SpanProcessor, metrics: MetricReader, version: str = ""
    ) -> None:
        self.service = service
        about = Resource.create({"service.name": service, "service.version": version, "service.namespace": "souk"})
        self._traces = TracerProvider(sampler=ParentBased(TraceIdRatioBased(share)), resource=about)
        self._traces.add_span_processor(spans)
        self._tracer = self._traces.get_tracer("kit")
        self._metrics = MeterProvider([metrics], resource=about)
        self._meter = self._metrics.get_meter("kit")
        self._gauges: dict[str, Callable[[float], None]] = {}
        self._durations = self._meter.create_histogram(
            "http.server.request.duration",
            unit="s",
            explicit_bucket_boundaries_advisory=[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
        )

    @classmethod
    def of(cls, settings: ServiceSettings, version: str, endpoint: str) -> Exporter:
        base = endpoint.rstrip("/")
        spans = BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{base}/v1/traces", timeout=5))
        metrics = PeriodicExportingMetricReader(OTLPMetricExporter(endpoint=f"{base}/v1/metrics", timeout=5))
        return cls(settings.service, settings.trace_share, spans, metrics, version)

    @contextmanager
    def span(self, name: str, parent: str | None, kind: str, fields: Mapping[str, Field]) -> Iterator[Span]:
        inner = self._tracer.start_span(name, _context(parent), KINDS[kind])
        span = Span(inner, self)
        span.note(fields)
        try:
            yield span
        except BaseException as error:
            inner.set_status(otel.StatusCode.ERROR, type(error).__name__)
            raise
        finally:
            inner.end()

    def request(self, method: str, route: str, status: int, elapsed_s: float) -> None:
        fields = {"http.request.method": method, "http.route": route, "http.response.status_code": status}
        self._durations.record(elapsed_s, fields)

    def measure(self, part: str, found: Mapping[str, object]) -> None:
        """Every number that is known of a part, as souk.<part>.<what>; whether it is well as 1 or 0."""
        for what, value in found.items():
            if isinstance(value, int | float):
                name = f"souk.{part}.{what}"
                if name not in self._gauges:
                    self._gauges[name] = self._meter.create_gauge(name).set
                self._gauges[name](float(value))

    async def close(self) -> None:
        """What is not sent yet is sent now; the SDK blocks, so not in the loop."""
        await asyncio.to_thread(self._traces.shutdown)
        await asyncio.to_thread(self._metrics.shutdown)


class Span:
    def __init__(self, inner: otel.Span, exporter: Exporter) -> None:
        self._inner = inner
        context = inner.get_span_context()
        ids = (f"{context.trace_id:032x}", f"{context.span_id:016x}")
        self.trace = Trace(*ids, context.trace_flags.sampled, exporter.service, exporter)

    def rename(self, name: str) -> None:
        self._inner.update_name(name)

    def note(self, fields: Mapping[str, Field]) -> None:
        for name in fields.keys() & ALLOWED:
            self._inner.set_attribute(name, fields[name])


def _context(parent: str | None) -> Context | None:
    known = telemetry.parse(parent)
    if known is None:
        return Context()
    flags = TraceFlags(TraceFlags.SAMPLED if known.sampled else TraceFlags.DEFAULT)
    context = SpanContext(int(known.trace_id, 16), int(known.span_id, 16), is_remote=True, trace_flags=flags)
    return otel.set_span_in_context(NonRecordingSpan(context), Context())
