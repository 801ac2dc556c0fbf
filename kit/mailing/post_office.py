"""A service's mail as it runs: who carries what waits, and what /health says of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kit.clock import Clock
from kit.data.database import Database
from kit.mailing.message import Letterhead
from kit.mailing.postman import Postman
from kit.mailing.smtp import SmtpCarrier, SmtpServer
from kit.mailing.storage import Mails
from kit.mailing.templates import Shop, Templates
from kit.settings import ServiceSettings

# No server is asked for text messages under this name.
NO_GATEWAY = "sms.invalid"


def templates_of(settings: ServiceSettings) -> Templates | None:
    shop = Shop(settings.shop_name, settings.public_url, settings.locale, settings.time_zone)
    return Templates.of(settings.service, shop)


def postman_of(settings: ServiceSettings, database: Database, clock: Clock) -> Postman | None:
    """None where the service writes nobody, or no mail server is named: then mails wait."""
    templates = templates_of(settings)
    if templates is None or settings.smtp_host is None:
        return None
    head = Letterhead(settings.shop_name, settings.mail_from, settings.sms_domain or NO_GATEWAY)
    server = SmtpServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=settings.smtp_password,
        patience_s=settings.smtp_answer_s,
    )
    return Postman(database, templates, head, lambda: SmtpCarrier(server, head.domain), clock)


async def found_in(database: Database) -> Mapping[str, Any]:
    """For /health: how many mails wait and since when, and how many are parked."""
    return await Mails(database).count_open()
