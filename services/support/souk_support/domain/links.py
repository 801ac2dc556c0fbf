"""What the service's secret makes: links that open a guest's ticket for a while, passes for files, sealed voters."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from uuid import UUID

from souk_support.domain.refusals import LinkExpired

LONGEST_TOKEN = 200
# A pass stays the same for a quarter of an hour, so that a page that is asked for again has not changed by it.
PASS_STEP = timedelta(minutes=15)


class Links:
    def __init__(self, secret: str, live: timedelta) -> None:
        self._secret = secret.encode()
        self._live = live

    def token(self, ticket_id: UUID, now: datetime) -> str:
        return self._signed("ticket", ticket_id, int((now + self._live).timestamp()))

    def check_token(self, ticket_id: UUID, token: str, now: datetime) -> bool:
        """Whether it opens the ticket. Raises LinkExpired for one that did."""
        expires = self._expiry("ticket", ticket_id, token)
        if expires is None:
            return False
        if expires <= now:
            raise LinkExpired
        return True

    def file_pass(self, attachment_id: UUID, now: datetime) -> str:
        """For whoever may see the ticket at this moment: a download cannot send a header."""
        step = PASS_STEP.total_seconds()
        return self._signed("file", attachment_id, int((now.timestamp() // step + 2) * step))

    def is_pass(self, attachment_id: UUID, shown: str, now: datetime) -> bool:
        expires = self._expiry("file", attachment_id, shown)
        return expires is not None and expires > now

    def sealed(self, who: str) -> str:
        """As a voter is kept: known again, and not to be guessed back without the secret."""
        return hmac.new(self._secret, b"souk-support-voter:" + who.encode(), hashlib.sha256).hexdigest()

    def _signed(self, purpose: str, about: UUID, expires: int) -> str:
        return f"{expires}.{self._signature(purpose, about, expires)}"

    def _expiry(self, purpose: str, about: UUID, token: str) -> datetime | None:
        """None where the token was not made by us for this."""
        text, _, signature = token.partition(".")
        expires = int(text) if text.isascii() and text.isdigit() and len(text) <= 11 else 0
        if not hmac.compare_digest(signature.encode(), self._signature(purpose, about, expires).encode()):
            return None
        return datetime.fromtimestamp(expires, UTC)

    def _signature(self, purpose: str, about: UUID, expires: int) -> str:
        signed = hmac.digest(self._secret, f"souk-support-{purpose}:{about}:{expires}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(signed).rstrip(b"=").decode()
