"""What the gateway says and believes for all parts: the policy of pages, and headers that only it may say."""

from __future__ import annotations

from cli.manifest import System
from kit.names import REFRESH_HEADER

MEDIA_POLICY = "sandbox; default-src 'none'"
MAIL_POLICY = (
    f"{MEDIA_POLICY}; style-src 'unsafe-inline'; img-src data:"  # a mail has its styles in itself, and no scripts
)
POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "font-src": "'self'",
    "object-src": "'none'",
    "frame-src": "'none'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
# What a network that delivers assets may give to a page; modules of web components are fetched before an import.
OF_ASSETS = ("script-src", "style-src", "font-src", "connect-src")
# Believed by services, or by what they are built with, so never taken from outside.
INTERNAL_HEADERS = (
    "X-Service-Key",
    REFRESH_HEADER,
    "X-Souk-Caller",
    "X-User-Id",
    "X-Customer-Id",
    "X-Forwarded-Port",
    "X-Forwarded-Prefix",
    "X-Forwarded-Server",
    "X-Original-URL",
    "X-Rewrite-URL",
    "X-HTTP-Method-Override",
    "X-Middleware-Subrequest",
    "X-Now-Route-Matches",
    "X-Matched-Path",
    "Forwarded",
    "Proxy",
    "Baggage",
    "Tracestate",
    "Upgrade",
)
# The gateway says these itself, once.
OWN_HEADERS = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Strict-Transport-Security",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Speculation-Rules",
    "X-Request-Id",
    "X-Powered-By",
)
# What a store says beside a file, and who looks at it need not know.
BUCKET_HEADERS = (
    *("Cache-Control", "Expires", "Set-Cookie", "Vary", "Server", "X-Amz-Request-Id", "X-Amz-Id-2"),
    *("X-Amzn-RequestId", "X-Amz-Version-Id", "X-Amz-Server-Side-Encryption"),
)


def policy_of(system: System) -> str:
    """Of every page that is the shop's own."""
    network = (system.assets.origin,) if system.assets.origin else ()
    others = dict.fromkeys(OF_ASSETS, network) | {"img-src": tuple(dict.fromkeys((*system.pictures.hosts, *network)))}
    said = {name: " ".join((own, *others.get(name, ()))) for name, own in POLICY.items()}
    return "; ".join(f"{name} {value}" for name, value in said.items())
