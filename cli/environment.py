"""What each process may know: its own secrets, and nobody else's."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from cli.addresses import Addresses, is_address
from cli.home import Home
from cli.keys import Keys
from cli.manifest import LOOPBACK, System
from kit.names import ASKER


@dataclass(frozen=True)
class Environments:
    """Environments of the shop's processes; `outer` is the one that souk was called in."""

    system: System
    home: Home
    addresses: Addresses
    outer: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))

    @property
    def keys(self) -> Keys:
        return Keys(self.home.secrets)

    def of_service(self, name: str) -> dict[str, str]:
        """To serve."""
        service, upper = self.system.services[name], name.upper()
        callers = {caller: self.keys.service_key_hash_of(caller) for caller in self.system.callers_of(name)}
        own = {
            "DATABASE_URL": self.addresses.database_url(name, self.keys, self.home.postgres),
            "NATS_PASSWORD": self.keys.nats_of(name),
            "SERVICE_KEY": self.keys.service_key_of(name),
            "CALLERS": json.dumps(callers),
            "URLS": json.dumps(dict(self.system.urls_for(name))),
            "PORT": str(service.port),
            "POOL_SIZE": str(service.pool),
            **({"HOLDERS": json.dumps(self.system.holders)} if name == ASKER else {}),
            **{need.upper(): self.keys.secret_of(name, need) for need in service.needs},
        }
        shared = {
            "NATS_URL": self.addresses.nats_url,
            "HOST": LOOPBACK,
            **self.addresses.mail_settings,
            "MAIL_FROM": self.system.mail_from,
            "PUBLIC_URL": self.system.public_url,
            "SHOP_NAME": self.system.name,
            "CURRENCY": self.system.currency,
            "LOCALE": self.system.locale,
            "LANGUAGES": json.dumps([language.locale for language in self.system.languages]),
            "TIME_ZONE": self.system.time_zone,
            "ORIGINS": json.dumps(list(self.system.origins)),
            "JWKS": self.keys.jwks,
            "SERVICES": json.dumps(list(self.system.services)),
            "MEDIA_DIR": str(self.home.media),
        }
        return {
            **self.outer_of(name),
            **{f"SOUK_{key}": value for key, value in shared.items()},
            **{f"SOUK_{upper}_{key}": value for key, value in own.items()},
        }

    def of_services(self, names: list[str]) -> dict[str, str]:
        """Of one process that serves them all."""
        return {key: value for name in names for key, value in self.of_service(name).items()}

    def of_migration(self, name: str) -> dict[str, str]:
        """Only who migrates may change tables; a serving process never can."""
        owner = self.addresses.owner_database_url(name, self.keys, self.home.postgres)
        return {**self.of_service(name), f"SOUK_{name.upper()}_OWNER_DATABASE_URL": owner}

    def of_zone(self, name: str) -> dict[str, str]:
        """A zone renders what everyone may see: it holds no secret."""
        zone = self.system.mfes[name]
        urls = {callee: self.system.services[callee].url for callee in zone.calls}
        return {
            **self.plain(),
            "NODE_ENV": "production",
            "PORT": str(zone.port),
            "HOSTNAME": LOOPBACK,
            "SOUK_INTERNAL_URLS": json.dumps(urls),
            "SOUK_PUBLIC_URL": self.system.public_url,
            "NEXT_TELEMETRY_DISABLED": "1",
        }

    def outer_of(self, name: str) -> dict[str, str]:
        """The caller's environment, without what is meant for another service only."""
        others = tuple(f"SOUK_{other.upper()}_" for other in self.system.services if other != name)
        return {key: value for key, value in self.outer.items() if not key.startswith(others) and not is_address(key)}

    def plain(self) -> dict[str, str]:
        return {key: value for key, value in self.outer.items() if not key.startswith("SOUK_")}
