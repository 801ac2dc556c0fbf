"""Entries for operators and the launcher."""
