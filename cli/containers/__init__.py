"""Souk off the laptop: images, compose and Kubernetes, all derived from souk.toml."""
