"""What a browser is shown where a development origin has nothing to pass on."""

from __future__ import annotations

from html import escape
from http import HTTPStatus

from aiohttp import web

from cli.refusals import Refusal

PAGE = """<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>./souk dev</title>
    <style>
      :root {{ color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }}
      main {{ max-width: 40rem; margin: 15vh auto; padding: 0 1.5rem; overflow-wrap: anywhere; }}
    </style>
  </head>
  <body>
    <main>
      <h1>./souk dev</h1>
      <p>{cause}</p>
      <p>{fix}</p>
    </main>
  </body>
</html>
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"


def refusal_page(status: HTTPStatus, refusal: Refusal) -> web.Response:
    """Cause and fix; it says itself that it comes from here and not from the shop."""
    return web.Response(
        status=status,
        text=PAGE.format(cause=escape(refusal.cause), fix=escape(refusal.fix)),
        content_type="text/html",
        headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
    )
