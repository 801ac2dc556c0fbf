"""A shop as one is deployed: browsers reach it by https, and TLS ends in front of its gateway."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cli.dev.authority import certificate_in
from cli.testing.copied import copied_tree
from local.programs import free_port

PUBLIC_URL = re.compile(r"(?m)^public_url = .*$")


@contextmanager
def tree_behind_tls(root: Path, authority: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    """Gives it, and what a story needs: to end TLS at that address, and to trust the authority that signed for it."""
    address, served = f"https://localhost:{free_port()}", certificate_in(authority)
    with copied_tree(root, "tls", lambda text: PUBLIC_URL.sub(f'public_url = "{address}"', text)) as tree:
        yield (
            tree,
            {
                "SOUK_E2E_CERTIFICATE": str(served.certificate),
                "SOUK_E2E_KEY": str(served.key),
                "SOUK_E2E_AUTHORITY": str(served.authority),
                "NODE_EXTRA_CA_CERTS": str(served.authority),
                "SOUK_E2E_DEV_PORT": str(free_port()),
            },
        )
