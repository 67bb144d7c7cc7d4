"""Use cases of storage/programme, each on a real file."""
