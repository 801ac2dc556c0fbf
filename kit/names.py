"""Names of cookies, headers, one subject and one service that several agree on; the web's are written from here."""

from __future__ import annotations

from typing import Final

# Every cookie of Souk begins with it (after what browsers take from this very host alone), and nobody else's may.
COOKIE_PREFIX: Final = "souk_"
# Readable by pages: they tell from these whom to ask for. The proof is in the others, which no script can read.
SESSION_COOKIE: Final = "souk_session"
VISITOR_COOKIE: Final = "souk_visitor"
GUEST_COOKIE: Final = "souk_guest"
# The guest that a customer was before signing in: good for taking over what the guest had, and for nothing else.
FORMER_GUEST_COOKIE: Final = "souk_guest_before"
DEVICE_COOKIE: Final = "souk_device"
LOGIN_COOKIE: Final = "souk_login"  # half of a login, until the second factor is typed
PROVIDER_COOKIE: Final = "souk_provider"  # the half of a login at a provider that its browser keeps
CODE_COOKIE: Final = "souk_code"  # the half of a code that its browser keeps
LOOKUP_COOKIE: Final = "souk_lookup"  # the same of a code that opens a guest's order

GUEST_HEADER: Final = "x-guest-id"
SERVICE_HEADER: Final = "x-service-key"
DEVICE_HEADER: Final = "x-device-info"
IDEMPOTENCY_HEADER: Final = "idempotency-key"
TRACE_HEADER: Final = "traceparent"
# With the gateway's secret: it fetches the address anew instead of answering from what it keeps.
REFRESH_HEADER: Final = "x-souk-refresh"

# What the shop's people changed, of every service: souk.toml's word for who follows them all.
AUDITED: Final = "*.audited.v1"

# The service that knows who has an account, and alone may ask all others what they hold on somebody (kit/people.py).
ASKER: Final = "user"

FOR_THE_WEB: Final = {
    "SESSION_COOKIE": SESSION_COOKIE,
    "VISITOR_COOKIE": VISITOR_COOKIE,
    "DEVICE_HEADER": DEVICE_HEADER,
    "IDEMPOTENCY_HEADER": IDEMPOTENCY_HEADER,
    "TRACE_HEADER": TRACE_HEADER,
}


def access_cookie(user_type: str) -> str:
    return f"souk_access_{user_type}"


def refresh_cookie(user_type: str) -> str:
    return f"souk_refresh_{user_type}"


def host_cookie(name: str, https: bool) -> str:
    """With the prefix, browsers take the cookie from this very host alone, over https; on plain http there is none."""
    return f"__Host-{name}" if https else name
