"""Machines that read the shop are no visitors."""

from __future__ import annotations

import re

_BOTS = re.compile(
    r"bot\b|bot[/;_-]|crawl|spider|slurp|scrap|headless|phantom|preview|monitor|uptime|lighthouse|pagespeed|facebookexternal"
    r"|embedly|curl/|wget/|python|httpx|aiohttp|okhttp|java/|go-http|node-fetch|axios|libwww|scan",
    re.IGNORECASE,
)


def is_bot(user_agent: str) -> bool:
    """Also who says nothing of itself. What lies about it is counted."""
    return not user_agent.strip() or _BOTS.search(user_agent) is not None
