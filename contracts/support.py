"""What the support service and its callers agree on."""

from __future__ import annotations

from typing import Final

# Carries what a guest's link holds; a header, so that no address and no log has it.
TICKET_LINK_HEADER: Final = "x-ticket-token"
