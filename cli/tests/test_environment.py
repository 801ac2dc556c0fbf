from __future__ import annotations

import hashlib
import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from cli.environment import Environments
from cli.home import Home
from cli.keys import Keys
from cli.shape import Shape
from kit.http.tokens import PublicKeys

SERVICES = list(Shape().system(Home.of({})).services)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "souk")
    home.make()
    return home


def environments(home: Home, **outer: str) -> Environments:
    shape = Shape()
    return Environments(shape.system(home), home, shape.addresses(outer), {"PATH": "/bin", **outer})


def secrets_of(keys: Keys, service: str) -> set[str]:
    return {keys.database_of(service), keys.nats_of(service), keys.service_key_of(service)}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_knows_its_own_secrets_and_nobody_elses(home: Home, name: str) -> None:
    work = environments(home)

    env = work.of_service(name)
    everything = "\n".join(env.values())

    assert all(secret in everything for secret in secrets_of(work.keys, name))
    for other in SERVICES:
        if other != name:
            assert not any(secret in everything for secret in secrets_of(work.keys, other))
            assert not any(key.startswith(f"SOUK_{other.upper()}_") for key in env)
    for secret in (work.keys.postgres_superuser, work.keys.nats_launcher, work.keys.database_owner_of(name)):
        assert secret not in everything


def test_only_the_user_service_can_sign_and_only_order_makes_links_and_reads_webhooks(home: Home) -> None:
    work = environments(home)

    signers = [name for name in SERVICES if "PRIVATE KEY" in "".join(work.of_service(name).values())]
    link_secret = work.keys.secret_of("order", "link_secret")
    linkers = [name for name in SERVICES if link_secret in "".join(work.of_service(name).values())]
    webhook_secret = work.keys.secret_of("order", "webhook_secret")
    told = [name for name in SERVICES if webhook_secret in "".join(work.of_service(name).values())]

    assert signers == ["user"]
    assert linkers == ["order"]
    assert told == ["order"]


def test_a_secret_that_souk_toml_names_is_made_for_that_service_alone(home: Home) -> None:
    work = environments(home)
    cart = work.system.services["cart"].but(needs=("coupon_secret",))
    work = replace(work, system=replace(work.system, services={**work.system.services, "cart": cart}))

    secret = work.of_service("cart")["SOUK_CART_COUPON_SECRET"]

    assert len(secret) > 20
    assert secret != work.of_service("order")["SOUK_ORDER_LINK_SECRET"]
    assert secret not in "".join(work.of_service("order").values())


def test_a_callee_holds_only_the_hashes_of_those_that_may_call_it(home: Home) -> None:
    work = environments(home)

    callers = json.loads(work.of_service("product")["SOUK_PRODUCT_CALLERS"])

    assert set(callers) == set(work.system.callers_of("product"))
    assert callers["cart"] == hashlib.sha256(work.keys.service_key_of("cart").encode()).hexdigest()


def test_a_zone_holds_no_secret_at_all(home: Home) -> None:
    work = environments(home, SOUK_ORDER_SPECIAL="outside")

    env = work.of_zone("host")

    made = {file.read_text() for file in home.secrets.iterdir()} if home.secrets.exists() else set()
    assert not any(secret in "".join(env.values()) for secret in made)
    assert {key for key in env if key.startswith("SOUK_")} == {"SOUK_INTERNAL_URLS", "SOUK_PUBLIC_URL"}


def test_a_setting_from_outside_reaches_the_service_that_it_names(home: Home) -> None:
    work = environments(home, SOUK_LOGISTICS_CARRIER_STEP_S="0.5", SOUK_LOG_LEVEL="DEBUG")

    assert work.of_service("logistics")["SOUK_LOGISTICS_CARRIER_STEP_S"] == "0.5"
    assert "SOUK_LOGISTICS_CARRIER_STEP_S" not in work.of_service("order")
    assert work.of_service("order")["SOUK_LOG_LEVEL"] == "DEBUG"


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_told_the_shops_facts_as_souk_toml_says_them(home: Home, name: str) -> None:
    work = environments(home, SOUK_CURRENCY="USD")
    in_euros = replace(work, system=replace(work.system, currency="EUR"))

    env = in_euros.of_service(name)

    assert [env[f"SOUK_{fact}"] for fact in ("SHOP_NAME", "CURRENCY", "LOCALE", "TIME_ZONE")] == [
        "Souk",
        "EUR",
        "en-IN",
        "Asia/Kolkata",
    ]


def test_a_database_named_from_outside_is_used_instead_of_ours(home: Home) -> None:
    url = "postgresql://souk_order:theirs@db.example/souk_order"
    work = environments(home, SOUK_ORDER_DATABASE_URL=url)

    assert work.of_service("order")["SOUK_ORDER_DATABASE_URL"] == url
    assert work.of_migration("order")["SOUK_ORDER_OWNER_DATABASE_URL"] == url
    assert url not in "".join(work.of_service("cart").values())
    assert work.addresses.needs_postgres(work.system)


def test_no_postgres_or_nats_is_ours_when_all_are_named_from_outside(home: Home) -> None:
    urls = {f"SOUK_{name.upper()}_DATABASE_URL": "postgresql://db.example/x" for name in SERVICES}
    work = environments(home, SOUK_NATS_URL="nats://broker.example:4222", **urls)

    assert not work.addresses.needs_postgres(work.system)
    assert not work.addresses.needs_nats
    assert work.of_service("cart")["SOUK_NATS_URL"] == "nats://broker.example:4222"


def test_secrets_are_made_once_and_only_their_owner_reads_them(home: Home) -> None:
    first, again = Keys(home.secrets), Keys(home.secrets)

    assert first.service_key_of("order") == again.service_key_of("order")
    assert first.signing_key == again.signing_key
    for file in home.secrets.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.secrets.stat().st_mode) == 0o700


def test_the_public_half_of_the_signing_key_is_what_services_read(home: Home) -> None:
    assert PublicKeys.read(json.loads(Keys(home.secrets).jwks))


def test_an_account_that_is_there_already_keeps_its_known_password(home: Home) -> None:
    keys = Keys(home.secrets)
    keys.keep_accounts([{"type": "admin", "email": "admin@souk.example", "password": "made once"}])

    keys.keep_accounts([{"type": "admin", "email": "admin@souk.example", "password": None}])

    assert keys.accounts()[0]["password"] == "made once"


def test_mail_goes_into_the_shops_own_sink_unless_a_server_is_named(home: Home) -> None:
    ours = environments(home)
    theirs = environments(home, SOUK_SMTP_HOST="smtp.example.com", SOUK_SMTP_PORT="465", SOUK_SMTP_SECURITY="tls")

    sunk, sent = ours.of_service("order"), theirs.of_service("order")

    assert (sunk["SOUK_SMTP_HOST"], sunk["SOUK_SMTP_PORT"], sunk["SOUK_SMTP_SECURITY"]) == ("127.0.0.1", "8892", "none")
    assert (sent["SOUK_SMTP_HOST"], sent["SOUK_SMTP_PORT"], sent["SOUK_SMTP_SECURITY"]) == (
        "smtp.example.com",
        "465",
        "tls",
    )
    assert (ours.addresses.needs_mail_sink, theirs.addresses.needs_mail_sink) == (True, False)
    assert "SOUK_SMS_DOMAIN" not in sent
