"""What the routes share."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path

from kit.http.auth import User, staff
from kit.http.router import depends
from souk_content.actions.deps import Deps
from souk_content.domain.blocks import Slug

ContentDeps = Annotated[Deps, depends(Deps)]
Editor = Annotated[User, staff("content:edit")]
SlugInPath = Annotated[Slug, Path()]
