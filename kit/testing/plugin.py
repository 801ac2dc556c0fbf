"""The pytest plugin: real PostgreSQL and NATS per session, and services to talk to."""

from __future__ import annotations
