"""What the routes share."""

from __future__ import annotations

from typing import Annotated

from kit.http.auth import User, staff
from kit.http.router import depends
from souk_activity.actions.deps import Deps

ActivityDeps = Annotated[Deps, depends(Deps)]
ReportReader = Annotated[User, staff("reports:read", "seller", "admin")]
TrailReader = Annotated[User, staff("trail:read")]
