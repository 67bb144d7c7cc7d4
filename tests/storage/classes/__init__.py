"""Use cases of storage/classes, each on a real file."""
