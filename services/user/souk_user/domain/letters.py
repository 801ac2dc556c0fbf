"""What people are written about their accounts. The texts are in data/mails; a code's mail is sent once at most."""

from __future__ import annotations

from uuid import UUID

from pydantic import JsonValue

from kit.ids import uuid7
from kit.mail import Mail, mail_id
from souk_user.domain.accounts import Account
from souk_user.domain.codes import LIFETIME, Code, Purpose
from souk_user.domain.invitations import LIFETIME as INVITATION_LIFETIME
from souk_user.domain.invitations import Invitation
from souk_user.domain.privacy import Export

KINDS = {
    Purpose.LOG_IN: "log-in-code",
    Purpose.RESET: "reset-code",
    Purpose.CONTACT: "contact-code",
    Purpose.SIGN_UP: "sign-up-code",
    Purpose.DELETION: "deletion-code",
}


def code_letter(code: Code, digits: str, name: str, language: str | None) -> Mail:
    """The mail or text message with the code itself."""
    return Mail(
        id=code.id,
        kind=KINDS[code.purpose],
        to=code.sent_to.address,
        name=name,
        channel=code.sent_to.channel,
        language=language,
        facts={"code": digits, "minutes": LIFETIME.seconds // 60},
        code_until=code.expires_at,
    )


def account_exists(code: Code, account: Account) -> Mail:
    """Instead of a sign-up's code: who has an account is told so, and whoever asked is not."""
    return _to("account-exists", account, code.id)


def password_changed(account: Account) -> Mail:
    return _to("password-changed", account)


def second_factor_on(account: Account) -> Mail:
    return _to("second-factor-on", account)


def second_factor_off(account: Account) -> Mail:
    return _to("second-factor-off", account)


def login_linked(account: Account, provider: str) -> Mail:
    return _to("login-linked", account, provider=provider)


def login_unlinked(account: Account, provider: str) -> Mail:
    return _to("login-unlinked", account, provider=provider)


def invitation_letter(invitation: Invitation, token: str, host: Account) -> Mail:
    """It holds a secret, like a code: never sent twice, and never late. Nobody knows yet what its reader speaks."""
    return Mail(
        id=invitation.id,
        kind="invitation",
        to=invitation.email,
        facts={"token": token, "host": host.name, "user_type": invitation.user_type, "days": INVITATION_LIFETIME.days},
        language=host.language,
        code_until=invitation.expires_at,
    )


def email_changed(before: Account, email: str) -> Mail:
    """To the old address: who did not do it still reads it there."""
    local, _, domain = email.rpartition("@")
    return _to("email-changed", before, new_email=f"{local[:1]}…@{domain}")


def export_ready(export: Export, account: Account) -> Mail:
    until = export.expires_at.isoformat() if export.expires_at else ""
    return _to("export-ready", account, mail_id("export-ready", export.id), until=until)


def account_deleted(deletion_id: UUID, account: Account) -> Mail:
    """The last one; once it is sent, nobody knows any more where it went."""
    return _to("account-deleted", account, mail_id("account-deleted", deletion_id))


def _to(kind: str, account: Account, same_as: UUID | None = None, **facts: JsonValue) -> Mail:
    """`same_as`: posted again, it is the same mail."""
    return Mail(kind, account.email, facts, account.name, same_as or uuid7(), language=account.language)
