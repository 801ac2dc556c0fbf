"""What the gateway itself answers below a service's path when it cannot pass a request on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GatewayAnswer:
    """nginx' `status` becomes `answer` as problem+json."""

    status: int
    answer: int
    title: str
    cause: str
    fix: str
    retry_s: int | None = None

    @property
    def code(self) -> str:
        return self.title.lower().replace(" ", "-")


REFUSALS = (
    GatewayAnswer(400, 400, "Bad request", "The request could not be read.", "Send well-formed HTTP."),
    GatewayAnswer(404, 404, "No such address", "The gateway routes nothing here.", "Call a path below /api/v1/."),
    GatewayAnswer(405, 405, "Method not allowed", "This address cannot be asked that way.", "Use another method."),
    GatewayAnswer(413, 413, "Too large", "The body is larger than this address takes.", "Send less at a time."),
    GatewayAnswer(414, 414, "Address too long", "The address is too long.", "Send fewer filters."),
    GatewayAnswer(429, 429, "Too many requests", "Too many requests came from this network.", "Wait a moment.", 2),
    GatewayAnswer(431, 431, "Headers too large", "The headers are too large.", "Send fewer or shorter cookies."),
    GatewayAnswer(500, 503, "Unavailable", "The gateway could not pass this on.", "Try again in a moment.", 5),
    GatewayAnswer(502, 503, "Unavailable", "The service does not answer right now.", "Try again in a moment.", 5),
    GatewayAnswer(503, 503, "Unavailable", "The service does not answer right now.", "Try again in a moment.", 5),
    GatewayAnswer(504, 504, "Timeout", "The service took too long.", "Ask what became of it, then try again.", 5),
)
