"""./souk dev: parts run from source, each micro frontend behind a development origin of its own."""
