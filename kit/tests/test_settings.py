from __future__ import annotations

from pathlib import Path

import pytest

from kit.hosts import is_local
from kit.settings import Secret, ServiceSettings, SettingsWrong
from testkit.system import SHOP_ENV


class Settings(ServiceSettings, service="order"):
    link_secret: Secret
    payment_timeout_s: float = 30.0


GOOD = {**SHOP_ENV, "SOUK_ORDER_DATABASE_URL": "postgresql://order", "SOUK_ORDER_LINK_SECRET": "s3cret"}


def test_a_field_is_read_by_the_services_own_name_first() -> None:
    settings = Settings.read({**GOOD, "SOUK_LOG_LEVEL": "INFO", "SOUK_ORDER_LOG_LEVEL": "DEBUG"})

    assert settings.log_level == "DEBUG"


def test_a_field_falls_back_to_the_name_for_all() -> None:
    settings = Settings.read({**GOOD, "SOUK_PUBLIC_URL": "https://shop.example", "SOUK_PAYMENT_TIMEOUT_S": "4.5"})

    assert settings.public_url == "https://shop.example"
    assert settings.payment_timeout_s == 4.5


def test_lists_and_maps_are_json() -> None:
    settings = Settings.read(
        {
            **GOOD,
            "SOUK_ORIGINS": '["http://localhost:8888"]',
            "SOUK_ORDER_URLS": '{"cart": "http://127.0.0.1:8020"}',
            "SOUK_JWKS": '{"keys": []}',
            "SOUK_ORDER_CALLERS": "",
        }
    )

    assert settings.origins == ("http://localhost:8888",)
    assert settings.urls == {"cart": "http://127.0.0.1:8020"}
    assert settings.callers == {}


def test_a_name_that_others_fixed_is_read_as_it_is() -> None:
    assert Settings.read({**GOOD, "OTEL_EXPORTER_OTLP_ENDPOINT": "http://otel"}).otlp_endpoint == "http://otel"


def test_all_that_is_missing_or_wrong_is_told_at_once() -> None:
    with pytest.raises(SettingsWrong) as caught:
        Settings.read({**SHOP_ENV, "SOUK_ORDER_PORT": "many", "SOUK_ORDER_URLS": "{", "SOUK_ORDER_LINK_SECRET": ""})

    said = caught.value.facts["variables"]
    assert isinstance(said, list)
    assert [str(line).partition(":")[0] for line in said] == [
        "SOUK_ORDER_URLS",
        "SOUK_ORDER_DATABASE_URL",
        "SOUK_ORDER_PORT",
        "SOUK_ORDER_LINK_SECRET",
    ]


def test_an_error_never_shows_the_value() -> None:
    with pytest.raises(SettingsWrong) as caught:
        Settings.read({**GOOD, "SOUK_ORDER_PORT": "hunter2"})

    assert "hunter2" not in str(caught.value)


def test_a_secret_shows_itself_only_when_asked() -> None:
    settings = Settings.read(GOOD)

    assert settings.link_secret.reveal() == "s3cret"
    for shown in (repr(settings), str(settings), settings.model_dump_json(), f"{settings.link_secret}"):
        assert "s3cret" not in shown


def test_a_fact_of_the_whole_shop_is_read_from_its_one_name() -> None:
    settings = Settings.read({**GOOD, "SOUK_CURRENCY": "EUR", "SOUK_ORDER_CURRENCY": "USD"})

    assert settings.currency == "EUR"


def test_a_service_that_is_not_told_the_currency_does_not_start() -> None:
    untold = {name: value for name, value in GOOD.items() if name != "SOUK_CURRENCY"}

    with pytest.raises(SettingsWrong, match="SOUK_CURRENCY: is missing"):
        Settings.read(untold)


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://localhost:8888", True),
        ("http://127.0.0.1:8888", True),
        ("http://[::1]:8888", True),
        ("https://shop.example", False),
        ("https://localhost.shop.example", False),
        ("https://shop.example/localhost", False),
        ("", False),
    ],
)
def test_a_shop_is_local_by_the_host_of_its_address(url: str, local: bool) -> None:
    assert is_local(url) is local


def test_a_secret_may_be_a_file_named_like_its_variable(tmp_path: Path) -> None:
    (tmp_path / "SOUK_ORDER_LINK_SECRET").write_text("from-a-file\n")
    (tmp_path / "SOUK_JWKS").write_text('{"keys": [1]}')
    (tmp_path / "..data").mkdir()  # as Kubernetes has it

    settings = Settings.read(
        {**SHOP_ENV, "SOUK_ORDER_DATABASE_URL": "postgresql://order", "SOUK_SECRETS_DIR": str(tmp_path)}
    )

    assert settings.link_secret.reveal() == "from-a-file"
    assert settings.jwks == {"keys": [1]}


def test_a_value_said_as_variable_and_as_file_is_refused_without_being_told(tmp_path: Path) -> None:
    (tmp_path / "SOUK_ORDER_LINK_SECRET").write_text("from-a-file")

    with pytest.raises(SettingsWrong) as refused:
        Settings.read({**GOOD, "SOUK_SECRETS_DIR": str(tmp_path)})

    assert "SOUK_ORDER_LINK_SECRET" in refused.value.cause
    assert "from-a-file" not in refused.value.cause


def test_a_folder_of_secrets_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong, match="not-mounted"):
        Settings.read({**GOOD, "SOUK_SECRETS_DIR": str(tmp_path / "not-mounted")})
