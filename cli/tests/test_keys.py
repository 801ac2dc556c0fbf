from __future__ import annotations

from pathlib import Path

import pytest

from cli.keys import BrokenKey, Keys


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    keys = Keys(tmp_path / "secrets")
    keys.keep_accounts([{"email": "asha@example.com", "password": "one"}])
    assert keys.postgres_superuser
    assert keys.signing_key
    return keys


def test_whole_secrets_are_kept_and_not_refused(keys: Keys) -> None:
    keys.refuse_broken()

    assert Keys(keys.folder).postgres_superuser == keys.postgres_superuser
    assert Keys(keys.folder).jwks == keys.jwks


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("postgres-superuser", ""),
        ("signing-key.pem", ""),
        ("signing-key.pem", "-----BEGIN PRIVATE KEY-----\nMC4C"),
        ("accounts.json", '[{"email": "as'),
    ],
)
def test_a_broken_secret_is_refused_by_its_name_with_what_to_do(keys: Keys, name: str, content: str) -> None:
    (keys.folder / name).write_text(content)

    with pytest.raises(BrokenKey) as refused:
        keys.refuse_broken()

    assert name in refused.value.cause
    assert "remove it" in refused.value.fix


def test_a_removed_secret_is_made_again(keys: Keys) -> None:
    before = keys.jwks
    (keys.folder / "signing-key.pem").unlink()

    keys.refuse_broken()

    assert keys.jwks != before
