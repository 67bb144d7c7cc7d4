"""Use cases of storage/seats, each on a real file."""
