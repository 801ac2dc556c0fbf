"""`souk render`: what follows from souk.toml, written down where nginx, the web and readers look."""

from cli.render.runtime import render_runtime

__all__ = ["render_runtime"]
