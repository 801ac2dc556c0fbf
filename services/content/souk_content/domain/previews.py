"""Links that show a page's draft to who has them, for a while."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime

from kit.errors import Kind, SoukError

LONGEST_TOKEN = 200


class PreviewOver(SoukError):
    code = "preview-over"
    kind = Kind.FORBIDDEN

    def __init__(self) -> None:
        super().__init__("This preview link is over, or is none.", "Ask the page's editor for a new one.")


def preview_token(secret: str, slug: str, until: datetime) -> str:
    expires = int(until.timestamp())
    return f"{expires}.{_signature(secret, slug, expires)}"


def check_preview(secret: str, slug: str, token: str, now: datetime) -> datetime:
    """Until when it holds. Raises PreviewOver."""
    text, _, signature = token.partition(".")
    expires = int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else 0
    if not hmac.compare_digest(signature.encode(), _signature(secret, slug, expires).encode()):
        raise PreviewOver
    if expires <= now.timestamp():
        raise PreviewOver
    return datetime.fromtimestamp(expires, UTC)


def _signature(secret: str, slug: str, expires: int) -> str:
    signed = hmac.digest(secret.encode(), f"preview {slug} {expires}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(signed).rstrip(b"=").decode()
