"""What people are written about their accounts. The texts are in data/mails; a code's mail is sent once at most."""

from __future__ import annotations

from uuid import UUID

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


def code_letter(code: Code, digits: str, name: str) -> Mail:
    """The mail or text message with the code itself."""
    return Mail(
        id=code.id,
        kind=KINDS[code.purpose],
        to=code.sent_to.address,
        name=name,
        channel=code.sent_to.channel,
        facts={"code": digits, "minutes": LIFETIME.seconds // 60},
        code_until=code.expires_at,
    )


def account_exists(code: Code, account: Account) -> Mail:
    """Instead of a sign-up's code: who has an account is told so, and whoever asked is not."""
    return Mail("account-exists", account.email, {}, name=account.name, id=code.id)


def password_changed(account: Account) -> Mail:
    return Mail("password-changed", account.email, {}, name=account.name)


def second_factor_on(account: Account) -> Mail:
    return Mail("second-factor-on", account.email, {}, name=account.name)


def second_factor_off(account: Account) -> Mail:
    return Mail("second-factor-off", account.email, {}, name=account.name)


def invitation_letter(invitation: Invitation, token: str, host: str) -> Mail:
    """It holds a secret, like a code: never sent twice, and never late."""
    return Mail(
        id=invitation.id,
        kind="invitation",
        to=invitation.email,
        facts={"token": token, "host": host, "user_type": invitation.user_type, "days": INVITATION_LIFETIME.days},
        code_until=invitation.expires_at,
    )


def email_changed(before: Account, email: str) -> Mail:
    """To the old address: who did not do it still reads it there."""
    local, _, domain = email.rpartition("@")
    return Mail("email-changed", before.email, {"new_email": f"{local[:1]}…@{domain}"}, name=before.name)


def export_ready(export: Export, account: Account) -> Mail:
    until = export.expires_at.isoformat() if export.expires_at else ""
    return Mail(
        "export-ready", account.email, {"until": until}, name=account.name, id=mail_id("export-ready", export.id)
    )


def account_deleted(deletion_id: UUID, account: Account) -> Mail:
    """The last one; once it is sent, nobody knows any more where it went."""
    return Mail("account-deleted", account.email, {}, name=account.name, id=mail_id("account-deleted", deletion_id))
