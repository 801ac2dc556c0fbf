"""What takes several steps over all services."""
