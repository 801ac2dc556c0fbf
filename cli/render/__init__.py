"""`souk render`: what follows from souk.toml, written down where nginx, the web and readers look."""

from cli.render.runtime import publish_web, render_runtime

__all__ = ["publish_web", "render_runtime"]
