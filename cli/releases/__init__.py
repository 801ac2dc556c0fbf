"""Releases of micro frontends: artefacts, who of the visitors gets which, and what happened when."""
