"""Facts the cart service announces: none yet. A bag is its shopper's own affair until it becomes an order."""
