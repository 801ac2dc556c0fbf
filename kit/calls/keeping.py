"""How long a caller keeps an idle connection: kit's clients, the gateway, and Node's fetch by itself."""

from typing import Final

# Who is called closes none before that, so no request meets a connection that is just being closed.
CALLERS_KEEP_S: Final = 4
