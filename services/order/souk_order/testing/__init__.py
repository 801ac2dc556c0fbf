"""What tests need to run checkouts without the other services. Nothing here is wired into a running shop."""
