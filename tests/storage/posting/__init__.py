"""Posts in the store."""
