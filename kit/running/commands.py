"""How a service's command ends: what is wrong is said in words, as ./souk says it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from kit.errors import SoukError


def run_command(main: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """For a module's `__main__`. Ends the process with 1 where something is refused or away."""
    try:
        asyncio.run(main())
    except SoukError as error:
        sys.exit(f"{error.cause}\n{error.fix}")
