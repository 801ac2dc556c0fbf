"""The simulated bank's messages to the shop: as it sends them, and as the shop reads them."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Final, TypeAlias

import aiohttp
from pydantic import BaseModel, Field, ValidationError

from kit.clock import Clock
from souk_order.domain.refusals import WebhookRefused
from souk_order.domain.webhooks import ProviderEvent, Signatures

log = logging.getLogger("souk.order.simulated_webhooks")

SIGNATURE: Final = "souk-signature"
# Of charges whose state may interest a saga; a bank says more than that.
KINDS: Final = frozenset({"charge.authorised", "charge.declined", "charge.captured"})
POST_DEADLINE_S: Final = 3.0

Post: TypeAlias = Callable[[bytes, Mapping[str, str]], Awaitable[None]]


class SimulatedSender:
    """The bank's end."""

    def __init__(self, signatures: Signatures, clock: Clock, post: Post) -> None:
        self._signatures = signatures
        self._clock = clock
        self._post = post

    async def tell(self, charge_key: str, state: str) -> None:
        message = {"id": f"evt_{secrets.token_urlsafe(18)}", "kind": f"charge.{state}", "charge": charge_key}
        body = json.dumps(message).encode()
        signature = self._signatures.of(body, self._clock.now())
        await self._post(body, {"content-type": "application/json", SIGNATURE: signature})


class HttpPost:
    """Sends once: a message that is lost costs the shop time, and nothing else."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def __call__(self, body: bytes, headers: Mapping[str, str]) -> None:
        timeout = aiohttp.ClientTimeout(total=POST_DEADLINE_S)
        try:
            async with aiohttp.ClientSession(timeout=timeout) as session:
                answer = await session.post(self._url, data=body, headers=headers)
                if answer.status >= 300:
                    log.warning("A message of the simulated bank was refused.", extra={"status": answer.status})
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("A message of the simulated bank was lost: %s", type(error).__name__)


class Message(BaseModel):
    id: Annotated[str, Field(min_length=1, max_length=200)]
    kind: Annotated[str, Field(max_length=200)]
    charge: Annotated[str, Field(max_length=200)]


class SimulatedWebhooks:
    """The shop's end."""

    def __init__(self, signatures: Signatures, clock: Clock) -> None:
        self._signatures = signatures
        self._clock = clock

    def read(self, headers: Mapping[str, str], body: bytes) -> ProviderEvent | None:
        self._signatures.check(headers.get(SIGNATURE, ""), body, self._clock.now())
        try:
            message = Message.model_validate_json(body)
        except ValidationError:
            raise WebhookRefused from None
        return ProviderEvent(message.id, message.charge) if message.kind in KINDS else None
