"""For tests only: a shop with a few products, and stock without a database."""
