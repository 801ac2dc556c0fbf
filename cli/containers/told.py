"""What a service is told in a container: plain settings by variables, secrets by files named like them."""

from __future__ import annotations

import json
from importlib import import_module

from cli.addresses import SERVERS
from cli.containers.names import EACH_GATEWAY, secret_variable
from cli.manifest import Service, System
from cli.manifest_rules import REFRESH_SECRET
from cli.service_commands import ACCOUNTS, SEED, command_of
from kit.data.migrations import WAIT
from kit.names import ASKER

# Of every service; its own needs come on top.
SECRETS = ("database_url", "nats_password", "service_key", "callers")
SHARED_SECRETS = ("SOUK_JWKS",)
OBJECTS_KEY = "SOUK_S3_SECRET_ACCESS_KEY"  # of the store that keeps pictures and attachments
POSTGRES_PORT, NATS_PORT, SMTP_PORT = 5432, 4222, SERVERS["mail"]


def plain_settings(system: System, name: str) -> dict[str, str]:
    """What souk.toml says; where it runs (public address, mail server) is said beside it."""
    service = system.services[name]
    urls = {callee: f"http://{callee}:{system.services[callee].port}" for callee in system.calls_of(name)}
    told = {
        "SOUK_SHOP_NAME": system.name,
        "SOUK_CURRENCY": system.currency,
        "SOUK_LOCALE": system.locale,
        "SOUK_LANGUAGES": json.dumps([language.locale for language in system.languages]),
        "SOUK_TIME_ZONE": system.time_zone,
        "SOUK_MAIL_FROM": system.mail_from,
        "SOUK_SERVICES": json.dumps(list(system.services)),
        "SOUK_TRUSTED_PROXIES": "*",  # only the gateway and other services reach it, and they say who asks
        secret_variable(name, "urls"): json.dumps(urls),
        secret_variable(name, "pool_size"): str(service.pool),
    }
    if name == ASKER:
        told[secret_variable(name, "holders")] = json.dumps(system.holders)
    if REFRESH_SECRET in service.needs:
        told[secret_variable(name, "gateway_urls")] = json.dumps([f"http://{EACH_GATEWAY}:{system.gateway.port}"])
    return told


def secrets_of(system: System, name: str) -> list[str]:
    """Variables whose values are secret, or made with the secrets."""
    own = (*SECRETS, *system.services[name].needs)
    return [*(secret_variable(name, secret) for secret in own), *SHARED_SECRETS]


def keeps_media(name: str) -> bool:
    """Whether it writes pictures that the gateway serves."""
    return "media_dir" in import_module(f"souk_{name}.settings").Settings.model_fields


def tasks_of(service: Service) -> list[list[str]]:
    """Before it serves in a new place, as commands: its tables, and what an empty shop opens with."""
    if not service.has_kit:
        return [["true"]]
    seeds = (command_of(service, command) for command in (SEED, ACCOUNTS))
    migrations = ["kit.data.migrations", WAIT, service.name]
    return [["python", "-m", *words] for words in (migrations, *([seed] for seed in seeds if seed))]
