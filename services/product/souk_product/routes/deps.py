"""What every route of this service asks for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path

from kit.http.router import depends
from souk_product.actions.deps import Deps

ProductDeps = Annotated[Deps, depends(Deps)]
Handle = Annotated[str, Path(max_length=200)]
