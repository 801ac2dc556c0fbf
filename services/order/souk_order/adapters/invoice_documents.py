"""Invoices as PDF: worded here, in the order's language, and drawn by a child process (commands/draw_invoice.py)."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeAlias

from kit.children import bare_environment
from kit.mailing.templates import Templates
from souk_order.domain.invoices import Invoice
from souk_order.domain.refusals import DocumentUnavailable

log = logging.getLogger("souk.order.documents")

PROGRAM = "souk_order.commands.draw_invoice"
FindTemplates: TypeAlias = Callable[[], Templates | None]
FactsOf: TypeAlias = Callable[[Invoice], Mapping[str, Any]]
AT_ONCE = 1  # each takes a processor for the better part of a second
LONGEST_CAUSE = 2000


class DrawnInvoices:
    """`facts_of`: an invoice as it goes over the wire, which is what the template sees; `find_templates` is asked once,
    when the first one is drawn."""

    def __init__(
        self, find_templates: FindTemplates, facts_of: FactsOf, deadline_s: float, program: str = PROGRAM
    ) -> None:
        self._templates = cache(find_templates)
        self._facts_of = facts_of
        self._deadline_s = deadline_s
        self._program = program
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def draw(self, invoice: Invoice) -> bytes:
        facts = self._facts_of(invoice)
        templates = self._templates()
        assert templates is not None  # they are shipped with the service
        page = templates.said("invoice-document", "page", invoice.language, facts)
        try:
            async with asyncio.timeout(self._deadline_s), self._turns:
                return await self._drawn(json.dumps(json.loads(page)).encode())
        except TimeoutError:
            raise DocumentUnavailable from None

    async def _drawn(self, page: bytes) -> bytes:
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            self._program,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=bare_environment(),
        )  # fmt: skip (stderr: the library quotes what it draws, names and all)
        try:
            drawn, _ = await child.communicate(page)
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
        if child.returncode:
            where = drawn[:LONGEST_CAUSE].decode("utf-8", "replace")
            log.error("What draws invoices ended with %s. %s", child.returncode, where)
            raise DocumentUnavailable
        return drawn
