"""Why a keeper's work ends before its parts do."""

from __future__ import annotations


class StopAsked(Exception):
    """By a signal, or because whom the keeper works for is gone."""


class StartFailed(Exception):
    def __init__(self, part: str, reason: str, title: str = "") -> None:
        super().__init__(f"{part}: {reason}")
        self.part = part
        self.reason = reason
        self.title = title
