"""Ways to pay behind one interface."""
