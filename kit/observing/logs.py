"""JSON lines on stdout: an allow-list of fields, the service and the trace of what is going on."""

from __future__ import annotations

import logging
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, TextIO

import msgspec

from kit.observing import telemetry

# Names of fields that a log line may carry; besides them whatever ends in one of ENDINGS. Never bodies, query
# strings, SQL parameters or tokens.
FIELDS: Final = frozenset(
    {
        "attempt",
        "cause",
        "code",
        "consumer",
        "count",
        "failures",
        "file",
        "job",
        "kind",
        "line",
        "method",
        "name",
        "number",
        "part",
        "port",
        "reason",
        "route",
        "state",
        "status",
        "step",
        "stream",
        "subject",
        "version",
    }
)
ENDINGS: Final = ("_id", "_ids", "_ms", "_s", "_count", "_state")
LONGEST: Final = 300
_NEVER_PRINTED: Final = ("_srcfile", "logThreads", "logProcesses", "logMultiprocessing", "logAsyncioTasks")
_lines: TextIO | None = None  # where this process writes, once it is configured
_STANDARD: Final = frozenset(vars(logging.makeLogRecord({})))


class JsonLines(logging.Formatter):
    def __init__(self, service: str = "") -> None:
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        trace = telemetry.current()
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname.lower(),
            "service": telemetry.service() or self._service,
            "message": record.getMessage()[:LONGEST],
            "logger": record.name,
        }
        if trace:
            line["trace_id"] = trace.trace_id
        for name, value in record.__dict__.items():
            if name not in _STANDARD and name not in line and is_printed(name):
                line[name] = _short(value)
        if record.exc_info and record.exc_info[1]:
            line["error"] = said(record.exc_info[1])
            line["stack"] = _stack(record.exc_info[2])
        return msgspec.json.encode(line, enc_hook=str).decode()


class RequestLine(msgspec.Struct):
    """As JsonLines writes it: one for each request, so past logging's machinery, which takes five times as long."""

    at: datetime
    level: str
    service: str
    message: str
    logger: str
    trace_id: str
    method: str
    route: str
    status: int
    elapsed_ms: float


def say_request(log: logging.Logger, level: int, method: str, route: str, status: int, elapsed_ms: float) -> None:
    if not log.isEnabledFor(level):
        return
    trace = telemetry.current()
    if _lines is None or trace is None:
        fields = {"method": method, "route": route, "status": status, "elapsed_ms": elapsed_ms}
        log.log(level, "request", extra=fields)
        return
    line = RequestLine(
        datetime.now(UTC), logging.getLevelName(level).lower(), trace.service, "request", log.name, trace.trace_id,
        method, route, status, elapsed_ms,
    )  # fmt: skip
    _lines.write(f"{msgspec.json.encode(line).decode()}\n")
    _lines.flush()


def is_printed(name: str) -> bool:
    return name in FIELDS or name.endswith(ENDINGS)


def configure(level: str, service: str) -> None:
    """For a whole process; uvicorn's own lines go the same way."""
    # Nothing of these is printed, and looking them up costs as much as the rest of a line.
    for name in _NEVER_PRINTED:
        setattr(logging, name, None if name == "_srcfile" else False)
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines(service))
    global _lines
    _lines = handler.stream
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = name != "uvicorn.access"
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)


def said(error: BaseException) -> str:
    """An error's first line: the lines below it may quote rows (PostgreSQL's DETAIL) or input (pydantic)."""
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"[:LONGEST]


def _stack(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-12:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def _short(value: Any) -> Any:
    if isinstance(value, int | float | bool) or value is None:
        return value
    return str(value)[:LONGEST]
