"""An authenticator: set up, asked for, used once, and not to be guessed."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from kit.http.auth import User
from kit.http.limits import TooMany
from souk_user.actions.codes import Asked
from souk_user.actions.deps import Deps
from souk_user.actions.entering import Entered, Pending, log_in
from souk_user.actions.proving import log_in_by_code, reset_password
from souk_user.actions.second_step import finish, forget_old_logins
from souk_user.actions.securing import confirm, enrol, renew_recovery_codes, switch_off
from souk_user.domain.attempts import TooManyAttempts
from souk_user.domain.codes import Purpose, Ticket
from souk_user.domain.devices import Client
from souk_user.domain.second_factor import (
    DRIFT,
    MOST_TRIES,
    STRANGERS,
    Enrolment,
    Factor,
    FactorIsOff,
    FactorIsOn,
    FactorSecrets,
    WrongFactor,
    code_at,
    matching_step,
    step_at,
)
from souk_user.domain.sessions import WrongCredentials
from souk_user.storage import PostgresUsers
from souk_user.testing.codes import ASHA, ELSEWHERE, HERE, asha, asked, asks, mails, sent
from testkit.clock import ManualClock
from testkit.mail import rendered


@dataclass
class Phone:
    """An authenticator that has the secret, and the recovery codes that were written down."""

    secret: bytes
    deps: Deps
    user: User
    entered: Entered
    recovery_codes: Sequence[str] = ()

    def code(self, steps: int = 0) -> str:
        return code_at(self.secret, step_at(self.deps.clock.now()) + steps)


async def an_owner(deps: Deps) -> Phone:
    entered = await asha(deps)
    claims = deps.signing.public_keys().claims_of(entered.tokens.access)
    user = User(claims.user_id, claims.type, claims.session_id)
    return Phone((await enrol(deps, user, ASHA.password)).secret, deps, user, entered)


async def set_up(deps: Deps) -> Phone:
    phone = await an_owner(deps)
    phone.recovery_codes = await confirm(deps, phone.user, phone.code(-1))
    return phone


@pytest.fixture
async def phone(deps: Deps) -> Phone:
    return await set_up(deps)


async def logs_in(deps: Deps, client: Client = HERE) -> Ticket:
    outcome = await log_in(deps, "customer", ASHA, client)
    assert isinstance(outcome, Pending)
    return outcome.ticket


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (2000000000, "279037"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert code_at(b"12345678901234567890", seconds // 30) == code


def test_a_phones_clock_may_be_a_little_wrong_and_a_used_step_is_no_code_any_more(clock: ManualClock) -> None:
    secret, step = b"s" * 20, step_at(clock.now())
    good = [shift for shift in range(-3, 4) if matching_step(secret, code_at(secret, step + shift), 0, clock.now())]

    assert good == list(range(-DRIFT, DRIFT + 1))
    assert matching_step(secret, code_at(secret, step), step, clock.now()) is None
    assert matching_step(secret, code_at(secret, step - 1), step, clock.now()) is None
    assert matching_step(secret, code_at(secret, step + 1), step, clock.now()) == step + 1


def test_a_sealed_secret_opens_for_its_account_under_its_key_alone() -> None:
    secrets, anna, bela = FactorSecrets("key"), uuid4(), uuid4()
    sealed = secrets.seal(anna, b"secret")

    assert secrets.open(Factor(anna, sealed)) == b"secret"
    assert b"secret" not in sealed
    for stranger, factor in ((secrets, Factor(bela, sealed)), (FactorSecrets("another"), Factor(anna, sealed))):
        with pytest.raises(RuntimeError, match="FACTOR_SECRET"):
            stranger.open(factor)


def test_an_authenticator_reads_the_shop_the_account_and_the_secret() -> None:
    enrolment = Enrolment(b"s" * 20, "a+b@souk.example", "Souk & Sons")

    uri = urlsplit(enrolment.uri)

    assert (uri.scheme, uri.netloc, uri.path) == ("otpauth", "totp", "/Souk%20%26%20Sons:a%2Bb@souk.example")
    assert parse_qs(uri.query) == {"secret": [base64.b32encode(b"s" * 20).decode()], "issuer": ["Souk & Sons"]}


async def test_nobody_is_asked_before_a_first_code_has_come(deps: Deps) -> None:
    phone = await an_owner(deps)

    with pytest.raises(WrongFactor):
        await confirm(deps, phone.user, "no code")
    assert isinstance(await log_in(deps, "customer", ASHA, HERE), Entered)

    again = (await enrol(deps, phone.user, ASHA.password)).secret
    with pytest.raises(WrongFactor):
        await confirm(deps, phone.user, phone.code())
    assert len(await confirm(deps, phone.user, replace(phone, secret=again).code())) == 10
    for late in (enrol(deps, phone.user, ASHA.password), confirm(deps, phone.user, phone.code())):
        with pytest.raises(FactorIsOn):
            await late


async def test_an_authenticator_is_set_up_with_the_password_alone(deps: Deps) -> None:
    phone = await an_owner(deps)

    with pytest.raises(WrongCredentials):
        await enrol(deps, phone.user, "wrong-password")
    with pytest.raises(WrongFactor):  # nor is there anything to switch off
        await switch_off(deps, phone.user, ASHA.password, phone.code())


async def test_a_password_is_half_of_a_login_and_a_code_the_other(deps: Deps, phone: Phone) -> None:
    ticket = await logs_in(deps)

    entered = await finish(deps, asked(ticket), f"{phone.code()[:3]} {phone.code()[3:]}")

    assert entered.account.email == ASHA.email
    with pytest.raises(WrongFactor):
        await finish(deps, asked(ticket), phone.code(1))


async def test_a_code_by_mail_and_a_new_password_are_half_of_a_login_too(deps: Deps, phone: Phone) -> None:
    by_mail = await log_in_by_code(deps, asked(await asks(deps)), sent(deps))
    reset = await reset_password(deps, asked(await asks(deps, Purpose.RESET)), sent(deps), "neue-9-worte")

    assert isinstance(by_mail, Pending)
    assert isinstance(reset, Pending)
    with pytest.raises(WrongFactor):  # the new password ended what waited
        await finish(deps, asked(by_mail.ticket), phone.code())
    await finish(deps, asked(reset.ticket), phone.code())


async def test_a_code_is_used_once_even_by_its_owner(deps: Deps, phone: Phone) -> None:
    await finish(deps, asked(await logs_in(deps)), phone.code())

    with pytest.raises(WrongFactor):
        await finish(deps, asked(await logs_in(deps)), phone.code())
    await finish(deps, asked(await logs_in(deps)), phone.code(1))


async def test_half_of_a_login_is_good_in_its_browser_for_its_type_and_ten_minutes(
    deps: Deps, phone: Phone, clock: ManualClock
) -> None:
    ticket = await logs_in(deps)

    for other in (asked(None), asked(replace(ticket, secret="guessed")), Asked("admin", ticket, HERE)):
        with pytest.raises(WrongFactor):
            await finish(deps, other, phone.code())
    clock.advance(minutes=10)
    with pytest.raises(WrongFactor):
        await finish(deps, asked(ticket), phone.code())
    await forget_old_logins(deps)


async def test_the_sixth_try_is_not_looked_at(deps: Deps, phone: Phone) -> None:
    ticket = await logs_in(deps)
    for _ in range(MOST_TRIES):
        with pytest.raises(WrongFactor):
            await finish(deps, asked(ticket), "000000")

    with pytest.raises(WrongFactor):
        await finish(deps, asked(ticket), phone.code())


async def test_who_has_the_password_cannot_guess_on_and_does_not_lock_the_owner_out(deps: Deps, phone: Phone) -> None:
    for _ in range(STRANGERS.free):
        with pytest.raises(WrongFactor):
            await finish(deps, asked(await logs_in(deps, ELSEWHERE), ELSEWHERE), "000000")

    with pytest.raises(TooManyAttempts):
        await finish(deps, asked(await logs_in(deps, ELSEWHERE), ELSEWHERE), phone.code())
    known = replace(HERE, device=phone.entered.device)
    await finish(deps, asked(await logs_in(deps, known), known), phone.code())
    new_phone = Client("192.0.2.99")
    await finish(deps, asked(await logs_in(deps, new_phone), new_phone), phone.recovery_codes[0])


async def test_a_recovery_code_is_good_once_however_it_is_typed(deps: Deps, phone: Phone) -> None:
    code = phone.recovery_codes[3]
    await finish(deps, asked(await logs_in(deps)), f" {code.lower().replace('-', ' ')} ")

    with pytest.raises(WrongFactor):
        await finish(deps, asked(await logs_in(deps)), code)
    assert await deps.users.count_recovery_codes(phone.user.id) == 9


async def test_new_recovery_codes_take_the_place_of_the_old_ones(deps: Deps, phone: Phone) -> None:
    with pytest.raises(WrongFactor):
        await renew_recovery_codes(deps, phone.user, ASHA.password, "000000")
    new = await renew_recovery_codes(deps, phone.user, ASHA.password, phone.code())

    with pytest.raises(WrongFactor):
        await finish(deps, asked(await logs_in(deps)), phone.recovery_codes[0])
    await finish(deps, asked(await logs_in(deps)), new[0])


async def test_it_is_switched_off_by_both_factors_and_the_owner_is_told_of_it(deps: Deps, phone: Phone) -> None:
    with pytest.raises(WrongCredentials):
        await switch_off(deps, phone.user, "wrong-password", phone.code())
    with pytest.raises(WrongFactor):
        await switch_off(deps, phone.user, ASHA.password, "000000")

    await switch_off(deps, phone.user, ASHA.password, phone.code())

    assert isinstance(await log_in(deps, "customer", ASHA, HERE), Entered)
    assert [mail.kind for mail in mails(deps)] == ["second-factor-on", "second-factor-off"]
    assert all("Asha Rao" in rendered("user", mail).text for mail in mails(deps))
    with pytest.raises(FactorIsOff):
        await confirm(deps, phone.user, phone.code(1))


async def test_an_open_browser_may_not_guess_without_end(deps: Deps, phone: Phone) -> None:
    for _ in range(deps.code_limits.per_contact - 1):  # one went with setting it up
        with pytest.raises(WrongFactor):
            await switch_off(deps, phone.user, ASHA.password, "000000")

    with pytest.raises(TooMany):
        await switch_off(deps, phone.user, ASHA.password, phone.code())


async def test_of_the_same_code_typed_twice_at_once_one_counts(real_deps: Deps, users: PostgresUsers) -> None:
    phone = await set_up(real_deps)
    tickets = [await logs_in(real_deps) for _ in range(4)]

    outcomes = await asyncio.gather(
        *(finish(real_deps, asked(ticket), phone.code()) for ticket in tickets), return_exceptions=True
    )

    assert sum(isinstance(outcome, Entered) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, WrongFactor) for outcome in outcomes) == 3
    for table in ("second_factors", "recovery_codes", "pending_logins"):
        kept = str([list(row.values()) for row in await users.fetch(f"select * from {table}")])
        assert str(phone.secret)[2:-1] not in kept
        assert not [code for code in phone.recovery_codes if code in kept]
