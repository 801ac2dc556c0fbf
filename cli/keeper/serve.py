"""What runs in a service's process.

python -P -m cli.keeper.serve LIFELINE SERVICE…   (where forking is unsafe; else called in the fork)
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Sequence


def preload(name: str) -> None:
    """Import what a service needs, so that the forks share the memory of it."""
    for module in ("kit.running.server", f"souk_{name}.settings", f"souk_{name}.app"):
        importlib.import_module(module)
    gc.collect()
    gc.freeze()  # a collection in a fork would touch, and so copy, every page


def serve(names: Sequence[str], lifeline: int) -> int:
    """Apps are built here, after the fork, so that no process holds what another was told."""
    from cli.keeper.lifeline import end_with_lifeline
    from kit.errors import SoukError
    from kit.running import listening, server

    end_with_lifeline(lifeline)
    try:
        server.serve(server.load_all(list(names), os.environ), listening.handed(os.environ))
    except SoukError as error:
        print(f"{error.cause}\n{error.fix}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(serve(sys.argv[2:], int(sys.argv[1])))
