"""How a person tells their browsers to trust the authority of this machine."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path


def how_to_trust(authority: Path, platform: str = sys.platform) -> list[str]:
    """As lines to print; each browser has its own list of authorities."""
    file = shlex.quote(str(authority))
    if platform == "darwin":
        chain = "~/Library/Keychains/login.keychain-db"
        first = f"Safari, Chrome, Edge: security add-trusted-cert -k {chain} {file}"
    else:
        first = f'Chrome, Chromium, Edge: certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n "Souk development" -i {file}'
    return [
        first,
        f"Firefox: Settings, Privacy & Security, View Certificates, Authorities, Import… {authority}",
        f"curl --cacert {file}   Node: NODE_EXTRA_CA_CERTS={file}",
        "It is good for localhost alone, and its key stays in that folder.",
    ]
