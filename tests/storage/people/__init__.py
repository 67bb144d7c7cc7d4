"""Use cases of storage/people, each on a real file."""
