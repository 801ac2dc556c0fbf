"""Door 2: the user service follows nobody yet."""

from __future__ import annotations

from kit.messaging.handlers import Handlers
from souk_user.actions.deps import Deps

handlers: Handlers[Deps] = Handlers()
